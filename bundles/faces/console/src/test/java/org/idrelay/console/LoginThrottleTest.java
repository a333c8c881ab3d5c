package org.idrelay.console;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {

    private static final long SECOND = 1000;

    private final LoginThrottle throttle = new LoginThrottle(3, Duration.ofSeconds(60));

    @Test
    void admitsAsManyAsAllowedAndThenOneInEachPause() {
        assertTrue(throttle.admits("a", "clerk", 0));
        assertTrue(throttle.admits("a", "clerk", 0));
        assertTrue(throttle.admits("a", "clerk", 0));
        assertFalse(throttle.admits("a", "clerk", 59 * SECOND));
        assertTrue(throttle.admits("a", "clerk", 60 * SECOND));
        assertFalse(throttle.admits("a", "clerk", 61 * SECOND));
    }

    @Test
    void aUserIsGuardedFromManyAddresses() {
        for (int i = 0; i < 3; i++) {
            assertTrue(throttle.admits("address " + i, "clerk", 0));
        }
        assertFalse(throttle.admits("another", "clerk", 1));
        assertTrue(throttle.admits("another", "somebody else", 1));
    }

    @Test
    void anAddressMayNotTryManyUsers() {
        for (int i = 0; i < 12; i++) {
            assertTrue(throttle.admits("a", "user " + i, 0), "user " + i);
        }
        assertFalse(throttle.admits("a", "one more", 1));
        assertTrue(throttle.admits("b", "one more", 1));
    }

    @Test
    void successForgetsTheUsersFailuresOnly() {
        for (int i = 0; i < 11; i++) {
            throttle.admits("a", "user " + i, 0);
        }
        assertTrue(throttle.admits("a", "clerk", 0));
        throttle.succeeded("a", "clerk");
        assertTrue(throttle.admits("a", "clerk", 0), "one success gives one attempt back");
        assertFalse(throttle.admits("a", "user x", 0), "the failures of others stay");
    }

    @Test
    void aRefusedAttemptDoesNotLengthenThePause() {
        for (int i = 0; i < 3; i++) {
            throttle.admits("a", "clerk", 0);
        }
        assertFalse(throttle.admits("a", "clerk", 30 * SECOND));
        assertTrue(throttle.admits("a", "clerk", 60 * SECOND));
    }
}
