package org.idrelay.verifier.host;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.verifier.Capability;
import org.idrelay.api.verifier.CardAnswer;
import org.idrelay.link.FakeLink;
import org.idrelay.link.LinkHandler;
import org.idrelay.link.ManualLoop;
import org.idrelay.wire.CardAnswers;
import org.idrelay.wire.Failure;
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
import org.idrelay.wire.VerifierAdded;
import org.idrelay.wire.WireException;

/** A server as the host sees it. */
final class HostsServer {

    private final ManualLoop loop;
    private final FakeLink link;
    private long minted;

    HostsServer(ManualLoop loop, LinkHandler host, String identity) {
        this.loop = loop;
        link = new FakeLink(loop, host, Role.SERVER, identity);
        link.open();
    }

    FakeLink link() {
        return link;
    }

    /** Runs the loop until verifiers' threads have brought it there. */
    void until(BooleanSupplier done) {
        await().pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> {
                    loop.run();
                    return done.getAsBoolean();
                });
    }

    /** The messages of the link itself. */
    List<Message> announced() {
        List<Message> messages = new ArrayList<>();
        for (Frame frame : link.sent()) {
            if (frame.header().session().equals(Header.NO_SESSION)) {
                messages.add(message(frame));
            }
        }
        return messages;
    }

    /** What is offered, as it was last told. */
    VerifierAdded offer(String name) {
        return announced().stream()
                .filter(VerifierAdded.class::isInstance)
                .map(VerifierAdded.class::cast)
                .filter(added -> added.name().equals(name))
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    /** Opens a session with FIND_REQUEST. */
    Lease find(long verifier, long term) {
        Lease lease = lease(verifier, term);
        lease.send(lease.request());
        return lease;
    }

    /** A session that is not open yet. */
    Lease lease(long verifier, long term) {
        return new Lease(new UUID(9, ++minted), verifier, term);
    }

    static Message message(Frame frame) {
        try {
            return frame.message();
        } catch (WireException e) {
            throw new AssertionError(e);
        }
    }

    private static FailureCode code(Frame frame) {
        try {
            return Failure.ofClear(frame).codeOr(FailureCode.VERIFIER_FAULT);
        } catch (WireException e) {
            throw new AssertionError(e);
        }
    }

    /** One session with its lease. */
    final class Lease {

        private final UUID id;
        private final long verifier;
        private final long term;
        private long sequence;

        private Lease(UUID id, long verifier, long term) {
            this.id = id;
            this.verifier = verifier;
            this.term = term;
        }

        UUID id() {
            return id;
        }

        FindRequest request() {
            return new FindRequest(
                    "reader-1", 8000, 0, FindRequest.Order.LITERAL, Set.of(Capability.TEXT_PHOTO), Bytes.EMPTY);
        }

        void send(Message message) {
            send(next(message));
        }

        void send(Frame frame) {
            link.receive(frame);
            loop.run();
        }

        /** The frame that is due. */
        Frame next(Message message) {
            return frame(message, sequence++);
        }

        Frame frame(Message message, long number) {
            Header header = Header.bare(message.type(), id, number, Header.NONE).withLease(verifier, term);
            return Frame.of(header, message);
        }

        List<Frame> heard() {
            return link.sent().stream()
                    .filter(frame -> frame.header().session().equals(id))
                    .toList();
        }

        List<MessageType> types() {
            return heard().stream().map(frame -> frame.header().type()).toList();
        }

        /** The code of the Failure that came last. */
        Optional<FailureCode> failure() {
            return heard().stream()
                    .filter(frame -> frame.header().type() == MessageType.FAILURE)
                    .reduce((earlier, later) -> later)
                    .map(HostsServer::code);
        }

        Lease failed(FailureCode code) {
            until(() -> failure().equals(Optional.of(code)));
            return this;
        }

        Lease found() {
            until(() -> types().contains(MessageType.FIND_RESPONSE));
            return this;
        }

        Lease selected() {
            found();
            send(new FindConfirm(Bytes.EMPTY, Bytes.ofHex("5000000000D103860C008080")));
            send(new SelectRequest());
            until(() -> types().contains(MessageType.SELECT_RESPONSE));
            return this;
        }

        /** The card has that unique id. */
        Lease card(String uniqueId) {
            send(new SelectConfirm(Bytes.ofHex("08"), Bytes.ofHex(uniqueId)));
            return this;
        }

        Lease reading() {
            selected();
            card("A1A2A3A4A5A6A7A8");
            send(new ReadRequest(Set.of(Capability.TEXT_PHOTO), List.of()));
            return this;
        }

        Lease exchanging() {
            reading();
            until(() -> types().contains(MessageType.CARD_COMMANDS));
            return this;
        }

        Lease read() {
            exchanging();
            send(new CardAnswers(List.of(CardAnswer.of(Bytes.ofHex("9000")))));
            until(() -> types().contains(MessageType.IDENTITY));
            return this;
        }
    }
}
