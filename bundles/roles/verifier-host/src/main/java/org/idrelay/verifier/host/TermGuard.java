package org.idrelay.verifier.host;

import java.util.Optional;
import java.util.UUID;
import org.idrelay.api.FailureCode;
import org.idrelay.wire.Failure;
import org.idrelay.wire.Header;
import org.idrelay.wire.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * Holds a verifier's messages to the terms of its leases: a session opens with a higher term than all before it, and every
 * other message must be of the session that is open. Pure. Lives on the event loop.
 */
final class TermGuard {

    private long highest;
    private @Nullable UUID newest;
    private boolean open;

    /** @param highest the highest term that the verifier ever had */
    TermGuard(long highest) {
        this.highest = highest;
    }

    /** Why a FIND_REQUEST opens no session, if so. */
    Optional<Failure> refusalToOpen(Header first) {
        return first.term() > highest
                ? Optional.empty()
                : Optional.of(new Failure(FailureCode.TERM_TOO_LOW.number(), highest, ""));
    }

    /** A session was opened: its term is the highest now. */
    void opened(Header first) {
        highest = first.term();
        newest = first.session();
        open = true;
    }

    /** A session is over; if a newer one was opened before, that one stays open. */
    void closed(long term) {
        if (term == highest) {
            open = false;
        }
    }

    /** Whether a message is of the session that is open. */
    boolean isOfOpenSession(Header header) {
        return hasOpenTerm(header) && header.session().equals(newest);
    }

    /** What to answer to any other message; nothing if it may have left before its sender heard that its session is over. */
    Optional<Failure> refusal(Header header) {
        if (hasOpenTerm(header)) {
            return Optional.of(Failure.of(FailureCode.SESSION_UNKNOWN, "the lease is another session's"));
        }
        return wasUnderWay(header)
                ? Optional.empty()
                : Optional.of(Failure.of(FailureCode.TERM_WRONG, "no lease with this term is open"));
    }

    long highest() {
        return highest;
    }

    private boolean hasOpenTerm(Header header) {
        return open && header.term() == highest;
    }

    private boolean wasUnderWay(Header header) {
        return header.type() == MessageType.FAILURE
                || (header.term() == highest && header.session().equals(newest));
    }
}
