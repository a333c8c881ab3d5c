package org.idrelay.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Set;
import org.idrelay.console.Sessions.Session;
import org.junit.jupiter.api.Test;

class SessionsTest {

    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final User USER = new User("clerk", Set.of(UserRole.CLERK), Set.of("reader-1"));

    private final Sessions sessions = new Sessions(Duration.ofMinutes(10), Duration.ofMinutes(60));

    @Test
    void idAndTokenAre256BitsEachAndNeverTheSame() {
        Session first = sessions.begin(USER, 0);
        Session second = sessions.begin(USER, 0);
        assertEquals(64, first.id().length());
        assertEquals(64, first.token().length());
        assertEquals(
                4,
                Set.of(first.id(), first.token(), second.id(), second.token()).size());
    }

    @Test
    void useKeepsASessionOpenUntilItsLongestTime() {
        String id = sessions.begin(USER, 0).id();
        for (int minute = 9; minute < 60; minute += 9) {
            assertTrue(sessions.use(id, minute * MINUTE).isPresent(), "minute " + minute);
        }
        assertFalse(sessions.use(id, 60 * MINUTE).isPresent());
    }

    @Test
    void askingWhetherItIsOpenIsNoUse() {
        String id = sessions.begin(USER, 0).id();
        assertTrue(sessions.isOpen(id, 9 * MINUTE));
        assertFalse(sessions.isOpen(id, 10 * MINUTE));
        assertFalse(sessions.use(id, 10 * MINUTE).isPresent());
    }

    @Test
    void anEndedSessionIsUnknown() {
        Session session = sessions.begin(USER, 0);
        sessions.end(session.id());
        assertFalse(sessions.use(session.id(), 1).isPresent());
    }

    @Test
    void aSessionPrintsNoSecret() {
        Session session = sessions.begin(USER, 0);
        assertEquals("session of clerk", session.toString());
        assertNotEquals(session.id(), session.token());
    }
}
