package org.idrelay.verifier.host;

import java.util.Optional;
import java.util.function.Consumer;
import org.idrelay.api.Party;
import org.idrelay.link.Link;
import org.idrelay.link.TraceLog;
import org.idrelay.secrecy.SessionWork;
import org.idrelay.verifier.host.KeyAcceptance.Outgoing;
import org.idrelay.wire.Frame;
import org.idrelay.wire.MessageType;
import org.idrelay.wire.WireException;

/**
 * The messages of one session as they come from the server and leave for it: opened and sealed if there is a session key,
 * traced, each way in their order. Lives on the event loop.
 */
final class SessionMessages {

    private final Link link;
    private final TraceLog trace;
    private final String verifier;
    private final Optional<KeyAcceptance> key;
    private final SessionWork work;
    private final Consumer<WireException> failed;

    /**
     * Nothing has come or left yet.
     *
     * @param verifier whose session it is
     * @param failed hears that a message could not be opened or sealed
     */
    SessionMessages(Link link, HostDesk desk, String verifier, Consumer<WireException> failed) {
        this.link = link;
        this.trace = desk.trace();
        this.verifier = verifier;
        this.key = desk.keys().acceptance();
        this.work = desk.keys().work();
        this.failed = failed;
    }

    /** The first one came: this side of the session key is made, whether or not the verifier is free. */
    void first(Frame frame) {
        trace.received(frame, Party.SERVER, verifier);
        key.ifPresent(acceptance -> work.add(() -> acceptance.incoming(frame), opened -> {}, failed));
    }

    /** Another one came; {@code then} gets it open. */
    void receive(Frame frame, Consumer<Frame> then) {
        if (key.isEmpty()) {
            opened(frame, frame, then);
            return;
        }
        KeyAcceptance acceptance = key.get();
        SessionWork.Work<Frame> opening = () -> acceptance.incoming(frame);
        Consumer<Frame> done = open -> opened(open, frame, then);
        if (KeyAcceptance.bringsHandshake(frame.header().type()) || !SessionWork.isShort(frame)) {
            work.add(opening, done, failed);
        } else {
            work.onLoop(opening, done, failed);
        }
    }

    void send(Outcome.Sending sending) {
        if (key.isEmpty()) {
            Frame frame = Frame.of(sending.header(), sending.message());
            transmit(new Outgoing(frame, frame));
        } else {
            KeyAcceptance acceptance = key.get();
            work.onLoop(() -> acceptance.outgoing(sending.header(), sending.message()), this::transmit, failed);
        }
    }

    /** Does something when all that was to be sent has left. */
    void afterLast(Runnable then) {
        work.afterAll(then);
    }

    private void opened(Frame open, Frame onLink, Consumer<Frame> then) {
        trace.received(open, onLink, Party.SERVER, verifier);
        if (open.header().type() == MessageType.FIND_CONFIRM) {
            key.flatMap(KeyAcceptance::agreed).ifPresent(agreed -> trace.agreed(open, agreed.toString()));
        }
        then.accept(open);
    }

    private void transmit(Outgoing outgoing) {
        trace.sent(outgoing.open(), outgoing.onLink(), Party.SERVER, verifier);
        link.send(outgoing.onLink());
    }
}
