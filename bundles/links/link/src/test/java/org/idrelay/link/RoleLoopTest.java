package org.idrelay.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class RoleLoopTest {

    private final ManualLoop executor = new ManualLoop();
    private final RoleLoop loop = new RoleLoop();
    private final List<Long> times = new ArrayList<>();
    private final long begun = executor.millis();

    @Test
    void repeatsATaskAtThePeriodUntilItIsCancelled() {
        loop.started(executor);
        Future<?> repeated = loop.repeat(this::note, 5, 20);
        executor.pass(50);
        repeated.cancel(false);
        executor.pass(100);

        assertEquals(List.of(5L, 25L, 45L), times);
        assertEquals(0, executor.pending());
    }

    @Test
    void repeatsATaskThatFails() {
        loop.started(executor);
        Future<?> repeated = loop.repeat(this::noteAndFail, 10, 10);
        executor.pass(30);

        assertEquals(List.of(10L, 20L, 30L), times);
        assertFalse(repeated.isDone());
    }

    @Test
    void tellsATestsLoopOfATaskThatFails() {
        loop.started(executor);
        loop.later(this::noteAndFail);
        assertThrows(AssertionError.class, executor::run);

        Future<?> timer = loop.schedule(this::noteAndFail, 10);
        assertThrows(AssertionError.class, () -> executor.pass(10));
        assertTrue(timer.isDone());
    }

    @Test
    void runsWhatCameBeforeTheLoopInItsOrder() {
        List<String> done = new ArrayList<>();
        loop.later(() -> done.add("first"));
        loop.later(() -> done.add("second"));
        loop.started(executor);
        loop.later(() -> done.add("third"));
        executor.run();

        assertEquals(List.of("first", "second", "third"), done);
    }

    @Test
    void hasNoTimersBeforeTheLoop() {
        assertThrows(IllegalStateException.class, () -> loop.schedule(this::note, 1));
        assertThrows(IllegalStateException.class, () -> loop.repeat(this::note, 1, 1));
    }

    private void noteAndFail() {
        note();
        throw new IllegalStateException("on purpose");
    }

    private void note() {
        times.add(executor.millis() - begun);
    }
}
