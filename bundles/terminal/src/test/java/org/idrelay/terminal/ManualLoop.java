package org.idrelay.terminal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * An event loop whose time passes only when the test says so. Every task runs on the test's thread; other threads may
 * hand it tasks.
 */
final class ManualLoop extends AbstractExecutorService implements ScheduledExecutorService {

    private final PriorityQueue<Task<?>> tasks = new PriorityQueue<>(
            Comparator.<Task<?>>comparingLong(task -> task.due).thenComparing(task -> task.number));
    private final Queue<Runnable> handed = new ConcurrentLinkedQueue<>();
    private long now;
    private long numbers;

    long nowMillis() {
        return now;
    }

    /** Tasks that still wait for their time. */
    int waiting() {
        takeHanded();
        tasks.removeIf(FutureTask::isDone);
        return tasks.size();
    }

    /** Lets time pass, and everything happen that is due meanwhile. */
    void pass(long millis) {
        long end = now + millis;
        takeHanded();
        for (Task<?> task = tasks.peek(); task != null && task.due <= end; task = tasks.peek()) {
            tasks.remove();
            now = Math.max(now, task.due);
            task.run();
            takeHanded();
        }
        now = end;
    }

    private void takeHanded() {
        for (Runnable task = handed.poll(); task != null; task = handed.poll()) {
            after(0, task);
        }
    }

    @Override
    public void execute(Runnable command) {
        handed.add(command);
    }

    /** Runs a task when that much time has passed. */
    void after(long millis, Runnable task) {
        tasks.add(new Task<>(Executors.callable(task), millis, 0));
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        return schedule(Executors.callable(command), delay, unit);
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        return add(new Task<>(callable, unit.toMillis(delay), 0));
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long initialDelay, long period, TimeUnit unit) {
        return add(new Task<>(Executors.callable(command), unit.toMillis(initialDelay), unit.toMillis(period)));
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initialDelay, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    private <V> Task<V> add(Task<V> task) {
        tasks.add(task);
        return task;
    }

    private final class Task<V> extends FutureTask<V> implements RunnableScheduledFuture<V> {
        private final long number = numbers++;
        private final long period;
        private long due;

        Task(Callable<V> callable, long delay, long period) {
            super(callable);
            this.due = now + delay;
            this.period = period;
        }

        @Override
        public void run() {
            if (!isPeriodic()) {
                super.run();
                failLoudly();
            } else if (!isCancelled() && runAndReset()) {
                due += period;
                tasks.add(this);
            }
        }

        private void failLoudly() {
            try {
                if (!isCancelled()) {
                    get();
                }
            } catch (Exception e) {
                throw new AssertionError("a task on the event loop threw", e);
            }
        }

        @Override
        public boolean isPeriodic() {
            return period > 0;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(due - now, TimeUnit.MILLISECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }

    @Override
    public void shutdown() {
        tasks.clear();
    }

    @Override
    public List<Runnable> shutdownNow() {
        tasks.clear();
        return new ArrayList<>();
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
        return true;
    }
}
