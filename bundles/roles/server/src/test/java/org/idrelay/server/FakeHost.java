package org.idrelay.server;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.idrelay.api.Bytes;
import org.idrelay.api.verifier.Capability;
import org.idrelay.api.verifier.VerifierState;
import org.idrelay.link.FakeLink;
import org.idrelay.link.LinkHandler;
import org.idrelay.link.ManualLoop;
import org.idrelay.wire.CardCommands;
import org.idrelay.wire.FindResponse;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Header;
import org.idrelay.wire.Identity;
import org.idrelay.wire.Message;
import org.idrelay.wire.MessageType;
import org.idrelay.wire.Role;
import org.idrelay.wire.SelectResponse;
import org.idrelay.wire.VerifierAdded;

/** A verifier host as the server sees it. */
final class FakeHost {

    private final FakeLink link;
    private final Map<UUID, Long> sequences = new HashMap<>();
    private boolean automatic;

    FakeHost(ManualLoop loop, LinkHandler server, String identity) {
        server.started(loop);
        link = new FakeLink(loop, server, Role.VERIFIER_HOST, identity);
        link.deliverTo(this::heard);
        link.open();
    }

    /** From now on it answers by itself, with one card command before the record. */
    FakeHost automatic() {
        automatic = true;
        return this;
    }

    FakeLink link() {
        return link;
    }

    void offers(long number, String name) {
        offers(number, name, 0);
    }

    void offers(long number, String name, long highestTerm) {
        tell(new VerifierAdded(number, name, Set.of(Capability.TEXT_PHOTO), VerifierState.IDLE, highestTerm));
    }

    void tell(Message message) {
        link.receive(Frame.ofLink(message));
    }

    /** Everything that came for a session. */
    List<Frame> heard(UUID session) {
        return link.sent().stream()
                .filter(frame -> frame.header().session().equals(session))
                .toList();
    }

    List<MessageType> types(UUID session) {
        return heard(session).stream().map(frame -> frame.header().type()).toList();
    }

    /** Answers in the session's open lease. */
    void answer(UUID session, Message message) {
        List<Frame> heard = heard(session);
        answer(heard.get(heard.size() - 1).header(), message);
    }

    void answer(Header to, Message message) {
        long sequence = sequences.merge(to.session(), 1L, Long::sum) - 1;
        link.receive(Frame.of(Header.answerTo(to, message.type(), sequence), message));
    }

    private void heard(Frame frame) {
        if (automatic) {
            switch (frame.header().type()) {
                case FIND_REQUEST -> answer(frame.header(), new FindResponse(Bytes.EMPTY, Bytes.ofHex("050000")));
                case SELECT_REQUEST -> answer(frame.header(), new SelectResponse(Bytes.ofHex("1D0000000000080108")));
                case READ_REQUEST -> answer(frame.header(), new CardCommands(List.of(Bytes.ofHex("0084000008"))));
                case CARD_ANSWERS ->
                    answer(frame.header(), new Identity(List.of(Bytes.ofHex("AAAAAA9669000400004145"))));
                default -> {}
            }
        }
    }
}
