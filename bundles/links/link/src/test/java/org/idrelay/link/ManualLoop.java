package org.idrelay.link;

import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Delayed;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** An event loop whose thread and clock are the test. Other threads may hand it tasks. */
public final class ManualLoop extends AbstractExecutorService implements ScheduledExecutorService {

    private final Queue<Timed> tasks = new PriorityBlockingQueue<>(
            16, Comparator.<Timed>comparingLong(task -> task.due).thenComparing(task -> task.place));
    private final AtomicLong places = new AtomicLong();
    private final AtomicLong now = new AtomicLong(1_000_000);

    public long millis() {
        return now.get();
    }

    /** Runs what is due, and what that makes due. */
    public void run() {
        for (Timed task = tasks.peek(); task != null && task.due <= millis(); task = tasks.peek()) {
            if (tasks.remove(task)) {
                task.run();
                task.rethrow();
            }
        }
    }

    /** Lets time pass, running each task at its time. */
    public void pass(long millis) {
        long until = millis() + millis;
        run();
        for (Timed task = tasks.peek(); task != null && task.due <= until; task = tasks.peek()) {
            now.set(Math.max(millis(), task.due));
            run();
        }
        now.set(until);
    }

    /** Timers that are set and not cancelled. */
    public long pending() {
        return tasks.stream().filter(task -> !task.isCancelled()).count();
    }

    @Override
    public void execute(Runnable task) {
        after(0, task);
    }

    /** Whoever asks from outside the loop gets the answer at once. */
    @Override
    public <T> Future<T> submit(Callable<T> task) {
        run();
        try {
            return CompletableFuture.completedFuture(task.call());
        } catch (Exception e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Runs a task when that much time has passed. */
    public void after(long millis, Runnable task) {
        tasks.add(new Timed(task, millis() + millis, 0, places.getAndIncrement()));
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        return add(new Timed(task, millis() + unit.toMillis(delay), 0, places.getAndIncrement()));
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, long first, long period, TimeUnit unit) {
        return add(new Timed(task, millis() + unit.toMillis(first), unit.toMillis(period), places.getAndIncrement()));
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long first, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void shutdown() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Runnable> shutdownNow() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return false;
    }

    private Timed add(Timed task) {
        tasks.add(task);
        return task;
    }

    private final class Timed extends FutureTask<Boolean> implements ScheduledFuture<Boolean> {

        private final long place;
        private final long period;
        private long due;

        /** A task that is run once, or again and again where {@code period} is not 0. */
        Timed(Runnable task, long due, long period, long place) {
            super(task, true);
            this.due = due;
            this.period = period;
            this.place = place;
        }

        @Override
        public void run() {
            if (period == 0) {
                super.run();
            } else if (runAndReset()) {
                due += period;
                tasks.add(this);
            }
        }

        /** A task that fails fails the test. */
        void rethrow() {
            if (isDone() && !isCancelled()) {
                try {
                    get();
                } catch (Exception e) {
                    throw new AssertionError("a task of the loop failed", e);
                }
            }
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(due - millis(), TimeUnit.MILLISECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }
}
