package org.idrelay.verifier.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.UUID;
import org.idrelay.api.FailureCode;
import org.idrelay.wire.Failure;
import org.idrelay.wire.Header;
import org.idrelay.wire.MessageType;
import org.junit.jupiter.api.Test;

class TermGuardTest {

    private static final UUID SESSION = new UUID(1, 1);
    private static final UUID OTHER = new UUID(1, 2);

    private final TermGuard guard = new TermGuard(17);

    @Test
    void onlyAHigherTermOpensASession() {
        Optional<Failure> tooLow = Optional.of(new Failure(FailureCode.TERM_TOO_LOW.number(), 17, ""));
        assertEquals(tooLow, guard.refusalToOpen(request(SESSION, 16)));
        assertEquals(tooLow, guard.refusalToOpen(request(SESSION, 17)));
        assertEquals(Optional.empty(), guard.refusalToOpen(request(SESSION, 18)));
        assertEquals(17, guard.highest());

        guard.opened(request(SESSION, 20));
        assertEquals(20, guard.highest());
        guard.closed(20);
        assertEquals(
                Optional.of(new Failure(FailureCode.TERM_TOO_LOW.number(), 20, "")),
                guard.refusalToOpen(request(OTHER, 20)));
    }

    @Test
    void onlyTheOpenSessionIsPassed() {
        assertFalse(guard.isOfOpenSession(message(SESSION, 17)));
        guard.opened(request(SESSION, 18));
        assertTrue(guard.isOfOpenSession(message(SESSION, 18)));
        assertFalse(guard.isOfOpenSession(message(SESSION, 17)));
        assertFalse(guard.isOfOpenSession(message(SESSION, 19)));
        assertFalse(guard.isOfOpenSession(message(OTHER, 18)));
        guard.closed(18);
        assertFalse(guard.isOfOpenSession(message(SESSION, 18)));
    }

    @Test
    void theEndOfAnOlderSessionClosesNoNewerOne() {
        guard.opened(request(SESSION, 18));
        guard.opened(request(OTHER, 19));
        guard.closed(18);
        assertTrue(guard.isOfOpenSession(message(OTHER, 19)));
        guard.closed(19);
        assertFalse(guard.isOfOpenSession(message(OTHER, 19)));
    }

    @Test
    void anotherTermOrSessionIsRefused() {
        assertEquals(Optional.of(FailureCode.TERM_WRONG), refusal(message(SESSION, 17)));
        guard.opened(request(SESSION, 18));
        assertEquals(Optional.of(FailureCode.TERM_WRONG), refusal(message(SESSION, 17)));
        assertEquals(Optional.of(FailureCode.TERM_WRONG), refusal(message(SESSION, 19)));
        assertEquals(Optional.of(FailureCode.SESSION_UNKNOWN), refusal(message(OTHER, 18)));
        assertEquals(Optional.of(FailureCode.SESSION_UNKNOWN), refusal(failure(OTHER, 18)));
    }

    @Test
    void whatWasUnderWayWhenItsSessionEndedIsNotAnswered() {
        guard.opened(request(SESSION, 18));
        guard.closed(18);
        assertEquals(Optional.empty(), refusal(message(SESSION, 18)));
        assertEquals(Optional.empty(), refusal(failure(OTHER, 3)));
        assertEquals(Optional.of(FailureCode.TERM_WRONG), refusal(message(OTHER, 18)));
        assertEquals(Optional.of(FailureCode.TERM_WRONG), refusal(message(SESSION, 17)));
    }

    private Optional<FailureCode> refusal(Header header) {
        return guard.refusal(header).map(failure -> failure.codeOr(FailureCode.VERIFIER_FAULT));
    }

    private static Header request(UUID session, long term) {
        return header(MessageType.FIND_REQUEST, session, term);
    }

    private static Header message(UUID session, long term) {
        return header(MessageType.SELECT_REQUEST, session, term);
    }

    private static Header failure(UUID session, long term) {
        return header(MessageType.FAILURE, session, term);
    }

    private static Header header(MessageType type, UUID session, long term) {
        return Header.bare(type, session, 1, Header.NONE).withLease(3, term);
    }
}
