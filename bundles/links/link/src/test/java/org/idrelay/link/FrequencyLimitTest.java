package org.idrelay.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.idrelay.link.FrequencyLimit.Rate;
import org.junit.jupiter.api.Test;

class FrequencyLimitTest {

    private static final Rate TWO_A_SECOND = new Rate(2, 1000);

    private final FrequencyLimit<String> limit = new FrequencyLimit<>(3);

    @Test
    void theWindowSlides() {
        assertTrue(limit.begins("a", TWO_A_SECOND, 0));
        assertTrue(limit.begins("a", TWO_A_SECOND, 600));
        assertFalse(limit.begins("a", TWO_A_SECOND, 999));
        assertTrue(limit.begins("a", TWO_A_SECOND, 1000));
        assertFalse(limit.begins("a", TWO_A_SECOND, 1599));
        assertTrue(limit.begins("a", TWO_A_SECOND, 1600));
    }

    @Test
    void whatWasRefusedDoesNotCount() {
        limit.begins("a", TWO_A_SECOND, 0);
        limit.begins("a", TWO_A_SECOND, 0);
        limit.begins("a", TWO_A_SECOND, 900);

        assertEquals(2, limit.count("a", TWO_A_SECOND, 999));
        assertEquals(0, limit.count("a", TWO_A_SECOND, 1000));
    }

    @Test
    void keysDoNotTouchEachOther() {
        limit.begins("a", TWO_A_SECOND, 0);
        limit.begins("a", TWO_A_SECOND, 0);

        assertTrue(limit.begins("b", TWO_A_SECOND, 0));
        assertEquals(0, limit.count("c", TWO_A_SECOND, 0));
    }

    @Test
    void aKeyIsForgottenWhenItsWindowHasPassed() {
        limit.begins("a", TWO_A_SECOND, 0);
        limit.begins("b", TWO_A_SECOND, 1);
        limit.begins("c", TWO_A_SECOND, 1000);
        assertEquals(Set.of("b", "c"), limit.keys());
    }

    @Test
    void beyondTheMostThatMayBeRememberedTheOneThatWasSilentLongestIsForgotten() {
        limit.begins("a", TWO_A_SECOND, 0);
        limit.begins("b", TWO_A_SECOND, 1);
        limit.begins("c", TWO_A_SECOND, 2);
        limit.begins("a", TWO_A_SECOND, 3);
        limit.begins("d", TWO_A_SECOND, 4);
        assertEquals(Set.of("a", "c", "d"), limit.keys());
    }

    @Test
    void whereThereIsNoLimitNothingIsRemembered() {
        limit.begins("a", TWO_A_SECOND, 0);
        for (int i = 0; i < 10; i++) {
            assertTrue(limit.begins("a", Rate.NONE, i));
        }
        assertEquals(Set.of(), limit.keys());
    }

    @Test
    void aLimitThatCannotBeIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Rate(-1, 1000));
        assertThrows(IllegalArgumentException.class, () -> new Rate(1, 0));
    }
}
