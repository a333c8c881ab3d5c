package org.idrelay.verifier.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import org.idrelay.api.Bytes;
import org.idrelay.link.FrequencyLimit.Rate;
import org.junit.jupiter.api.Test;

class CardLimitTest {

    private static final int WINDOW = 60_000;

    private final AtomicLong now = new AtomicLong(1_000_000);
    private final CardLimit limit = new CardLimit(new Rate(2, WINDOW), now::get, 100);

    @Test
    void oneReadTooManyIsRefusedUntilTheFirstHasLeftTheWindow() {
        assertTrue(limit.begins(card(1)));
        now.addAndGet(1);
        assertTrue(limit.begins(card(1)));
        assertFalse(limit.begins(card(1)));
        now.addAndGet(WINDOW - 2);
        assertFalse(limit.begins(card(1)));
        now.addAndGet(1);
        assertTrue(limit.begins(card(1)));
        assertFalse(limit.begins(card(1)));
    }

    @Test
    void anotherCardPasses() {
        limit.begins(card(1));
        limit.begins(card(1));
        assertTrue(limit.begins(card(2)));
    }

    @Test
    void whatIsRememberedIsBounded() {
        for (int i = 0; i < 1000; i++) {
            assertTrue(limit.begins(card(i)));
            assertTrue(limit.remembered() <= 100);
        }
        assertTrue(limit.begins(card(999)));
        assertFalse(limit.begins(card(999)));
    }

    @Test
    void cardsAreForgottenWhenTheirWindowHasPassed() {
        limit.begins(card(1));
        limit.begins(card(2));
        assertEquals(2, limit.remembered());
        now.addAndGet(WINDOW);
        limit.begins(card(3));
        assertEquals(1, limit.remembered());
    }

    @Test
    void whereThereIsNoLimitNothingIsRemembered() {
        CardLimit none = new CardLimit(Rate.NONE, now::get);
        for (int i = 0; i < 10; i++) {
            assertTrue(none.begins(card(1)));
        }
        assertEquals(0, none.remembered());
    }

    @Test
    void aCardIsKnownByADigestThatOnlyThisProcessCanMake() {
        Bytes digest = limit.digest(card(1));
        assertEquals(32, digest.length());
        assertEquals(digest, limit.digest(card(1)));
        assertNotEquals(digest, limit.digest(card(2)));
        assertNotEquals(digest, new CardLimit(new Rate(2, WINDOW), now::get).digest(card(1)));
    }

    private static Bytes card(int number) {
        return Bytes.of(ByteBuffer.allocate(8).putLong(number).array());
    }
}
