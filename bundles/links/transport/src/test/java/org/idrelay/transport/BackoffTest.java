package org.idrelay.transport;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final Backoff backoff = new Backoff();

    @Test
    void waitsLongerFromStageToStageAndStaysAtTheLongest() {
        List<Integer> stages = List.of(100, 200, 500, 1000, 2000, 5000, 15_000, 15_000, 15_000);
        for (int stage : stages) {
            assertIsJittered(stage, backoff.nextMillis());
        }
    }

    @Test
    void beginsAgainAfterASuccess() {
        IntStream.range(0, 5).forEach(i -> backoff.nextMillis());
        backoff.reset();
        assertIsJittered(100, backoff.nextMillis());
    }

    @Test
    void goesToTheLongestAtOnceWhereHasteIsInVain() {
        assertIsJittered(15_000, backoff.longestMillis());
        assertIsJittered(15_000, backoff.nextMillis());
    }

    @Test
    void keepsPeersOutOfStep() {
        assertTrue(IntStream.range(0, 100)
                        .map(i -> backoff.longestMillis())
                        .distinct()
                        .count()
                > 1);
    }

    private static void assertIsJittered(int stage, int pause) {
        assertTrue(stage <= pause && pause <= stage + stage / 4, pause + " for " + stage);
    }
}
