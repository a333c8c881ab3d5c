package org.idrelay.server;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.idrelay.api.Bytes;
import org.idrelay.api.verifier.Capability;
import org.idrelay.api.verifier.CardAnswer;
import org.idrelay.link.FakeLink;
import org.idrelay.link.LinkHandler;
import org.idrelay.link.ManualLoop;
import org.idrelay.wire.CardAnswers;
import org.idrelay.wire.FindConfirm;
import org.idrelay.wire.FindRequest;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Header;
import org.idrelay.wire.Message;
import org.idrelay.wire.MessageType;
import org.idrelay.wire.ReadRequest;
import org.idrelay.wire.Role;
import org.idrelay.wire.SelectConfirm;
import org.idrelay.wire.SelectRequest;

/** A terminal as the server sees it: mints sessions, numbers messages, names the lease that it was told. */
final class FakeTerminal {

    static final Bytes ATQB = Bytes.ofHex("5000000000D103860C008080");

    private final FakeLink link;
    private final Map<UUID, Read> reads = new HashMap<>();
    private long minted;

    FakeTerminal(ManualLoop loop, LinkHandler server, String identity) {
        link = new FakeLink(loop, server, Role.TERMINAL, identity);
        link.deliverTo(frame -> reads.computeIfPresent(frame.header().session(), (id, read) -> read.heard(frame)));
        link.open();
    }

    FakeLink link() {
        return link;
    }

    static FindRequest request(int stayMillis, int priorityClass) {
        return new FindRequest(
                "reader-1",
                stayMillis,
                priorityClass,
                FindRequest.Order.LITERAL,
                Set.of(Capability.TEXT_PHOTO),
                Bytes.EMPTY);
    }

    /** A new session with its FIND_REQUEST. */
    Read find() {
        return find(request(8000, 0));
    }

    Read find(FindRequest request) {
        Read read = new Read(new UUID(link.peer().hashCode(), ++minted));
        reads.put(read.id, read);
        read.send(request);
        return read;
    }

    /** One session. */
    final class Read {

        private final UUID id;
        private long sequence;
        private long verifier;
        private long term;
        private boolean automatic;

        private Read(UUID id) {
            this.id = id;
        }

        UUID id() {
            return id;
        }

        /** From now on it answers by itself, to the end. */
        Read automatic() {
            automatic = true;
            return this;
        }

        void send(Message message) {
            link.receive(frame(message, sequence++));
        }

        Frame frame(Message message, long number) {
            Header header = Header.bare(message.type(), id, number, Header.NONE);
            return Frame.of(header.withLease(verifier, term), message);
        }

        /** What the server sent in this session. */
        List<Frame> heard() {
            return link.sent().stream()
                    .filter(frame -> frame.header().session().equals(id))
                    .toList();
        }

        List<MessageType> types() {
            return heard().stream().map(frame -> frame.header().type()).toList();
        }

        Frame last() {
            return heard().get(heard().size() - 1);
        }

        private Read heard(Frame frame) {
            if (frame.header().term() != 0) {
                verifier = frame.header().verifier();
                term = frame.header().term();
            }
            if (automatic) {
                goOn(frame);
            }
            return this;
        }

        private void goOn(Frame frame) {
            switch (frame.header().type()) {
                case FIND_RESPONSE -> send(new FindConfirm(Bytes.EMPTY, ATQB));
                case RECEIPT ->
                    send(
                            frame.header().replyTo() == 1
                                    ? new SelectRequest()
                                    : new ReadRequest(Set.of(Capability.TEXT_PHOTO), List.of()));
                case SELECT_RESPONSE -> send(new SelectConfirm(Bytes.ofHex("08"), Bytes.ofHex("A1A2A3A4A5A6A7A8")));
                case CARD_COMMANDS -> send(new CardAnswers(List.of(CardAnswer.of(Bytes.ofHex("9000")))));
                default -> {}
            }
        }
    }
}
