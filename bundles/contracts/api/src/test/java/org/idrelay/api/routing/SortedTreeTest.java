package org.idrelay.api.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SortedTreeTest {

    private static final int MANY = 4096;

    /** What any way down may take among so many: twice the logarithm, and a little. */
    private static final int MOST_STEPS = 26;

    private final AtomicInteger compared = new AtomicInteger();
    private final Comparator<Integer> counting = (one, other) -> {
        compared.incrementAndGet();
        return one.compareTo(other);
    };

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13})
    void holdsWhatATreeSetHoldsWhateverIsPutInAndTakenOut(long seed) {
        Random random = new Random(seed);
        TreeSet<Integer> expected = new TreeSet<>();
        SortedTree<Integer> tree = new SortedTree<>(Integer::compare);
        for (int i = 0; i < 2000; i++) {
            int value = random.nextInt(200);
            if (random.nextBoolean()) {
                expected.add(value);
                tree = tree.with(value);
            } else {
                expected.remove(value);
                tree = tree.without(value);
            }
            assertEquals(List.copyOf(expected), tree.stream().toList());
            assertEquals(expected.size(), tree.size());
            assertEquals(
                    expected.contains(value) ? Optional.of(value) : Optional.empty(),
                    tree.find(other -> Integer.compare(value, other)));
        }
    }

    @Test
    void aChangeTouchesAFewOfThousandsThoughTheyCameInOrder() {
        SortedTree<Integer> tree = new SortedTree<>(counting);
        for (int i : IntStream.range(0, MANY).toArray()) {
            compared.set(0);
            tree = tree.with(i);
            assertTrue(compared.get() <= MOST_STEPS, () -> compared + " steps in");
        }
        for (int i : IntStream.range(0, MANY).toArray()) {
            compared.set(0);
            tree = tree.without(i);
            assertTrue(compared.get() <= MOST_STEPS, () -> compared + " steps out");
        }
        assertEquals(0, tree.size());
    }

    @Test
    void fetchesOnlyWhatAStreamIsAskedFor() {
        SortedTree<Integer> tree = new SortedTree<>(Integer::compare);
        for (int i : IntStream.range(0, MANY).toArray()) {
            tree = tree.with(i);
        }
        AtomicInteger visited = new AtomicInteger();
        Optional<Integer> third = tree.stream()
                .peek(value -> visited.incrementAndGet())
                .filter(value -> value == 2)
                .findFirst();

        assertEquals(Optional.of(2), third);
        assertEquals(3, visited.get());
    }
}
