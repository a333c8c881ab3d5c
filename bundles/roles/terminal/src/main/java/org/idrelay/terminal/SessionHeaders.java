package org.idrelay.terminal;

import java.util.UUID;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Header;
import org.idrelay.wire.Message;
import org.idrelay.wire.WireException;

/** The terminal's end of a session's headers: numbers in both directions, and the lease that the first answer named. */
final class SessionHeaders {

    private final UUID session;
    private long verifier;
    private long term;
    private long nextToSend;
    private long nextToHear;

    SessionHeaders(UUID session) {
        this.session = session;
    }

    UUID session() {
        return session;
    }

    /** The verifier's number on this link; 0 before the first answer named it. */
    long verifier() {
        return verifier;
    }

    /** The lease's term; 0 before the first answer named it. */
    long term() {
        return term;
    }

    /** The next message to the verifier. */
    Outcome send(Message message, long replyTo, String note) {
        Header header =
                Header.bare(message.type(), session, nextToSend++, replyTo).withLease(verifier, term);
        return new Outcome.Send(header, message, note);
    }

    /** An event for the session's trace. */
    Outcome trace(Outcome.CardEvent event) {
        return new Outcome.Trace(session, term, event);
    }

    /** A message's body as it will stand in its frame: what its digest in the trace is of. */
    static Bytes body(Message message) {
        return Frame.of(Header.bare(message.type(), Header.NO_SESSION, 0, Header.NONE), message)
                .body();
    }

    boolean isOf(Header header) {
        return header.session().equals(session);
    }

    /** Whether that message is in this session and in reply to the last frame sent. */
    boolean isAnswer(Header header) {
        return isOf(header) && nextToSend > 0 && header.replyTo() == nextToSend - 1;
    }

    /**
     * Takes note of a message of this session. The first one names verifier and term.
     *
     * @throws WireException SESSION_UNKNOWN if it is of another session, TERM_WRONG if it names no lease or another one,
     *     SEQUENCE_WRONG if its number is not the next
     */
    void accept(Header header) throws WireException {
        if (!isOf(header)) {
            throw new WireException(FailureCode.SESSION_UNKNOWN, header.type() + " of another session");
        }
        if (term == 0) {
            verifier = header.verifier();
            term = header.term();
        }
        if (term == 0 || header.term() != term || header.verifier() != verifier) {
            throw new WireException(FailureCode.TERM_WRONG, header.type() + " under another lease");
        }
        if (header.sequence() != Header.NONE && header.sequence() != nextToHear++) {
            throw new WireException(
                    FailureCode.SEQUENCE_WRONG, "%s has sequence %d".formatted(header.type(), header.sequence()));
        }
    }
}
