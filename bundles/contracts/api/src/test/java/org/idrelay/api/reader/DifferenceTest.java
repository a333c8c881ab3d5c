package org.idrelay.api.reader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DifferenceTest {

    @Test
    void tellsWhatIsGoneAndWhatIsNew() {
        assertEquals(
                new Difference<>(Set.of("a"), Set.of("d")),
                Difference.between(Set.of("a", "b", "c"), Set.of("b", "c", "d")));
    }

    @Test
    void theFirstScanFindsAllAndAnEmptyOneLosesAll() {
        assertEquals(new Difference<>(Set.of(), Set.of(1, 2)), Difference.between(Set.of(), Set.of(1, 2)));
        assertEquals(new Difference<>(Set.of(1, 2), Set.of()), Difference.between(Set.of(1, 2), Set.of()));
    }

    @Test
    void equalScansDifferInNothing() {
        assertEquals(new Difference<>(Set.of(), Set.of()), Difference.between(Set.of("a"), Set.of("a")));
    }

    @Test
    void keepsTheOrderOfTheScans() {
        Set<String> before = new LinkedHashSet<>(List.of("z", "b", "y"));
        Set<String> now = new LinkedHashSet<>(List.of("x", "b", "a"));
        Difference<String> difference = Difference.between(before, now);
        assertEquals(List.of("z", "y"), List.copyOf(difference.lost()));
        assertEquals(List.of("x", "a"), List.copyOf(difference.found()));
    }

    /** A driver forgets each lost device while it goes through them. */
    @Test
    void doesNotChangeWithTheScans() {
        Set<String> before = new LinkedHashSet<>(List.of("a", "b"));
        Difference<String> difference = Difference.between(Collections.unmodifiableSet(before), Set.of());
        difference.lost().forEach(before::remove);
        assertEquals(List.of("a", "b"), List.copyOf(difference.lost()));
        assertThrows(
                UnsupportedOperationException.class, () -> difference.lost().clear());
    }
}
