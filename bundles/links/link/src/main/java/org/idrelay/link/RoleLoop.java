package org.idrelay.link;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way onto the event loop, which transport gives when it starts. What is to run while there is none is kept for the
 * next one: verifiers come and go before transport does, and survive it. Safe on any thread.
 */
public final class RoleLoop {

    private static final Logger log = LoggerFactory.getLogger(RoleLoop.class);

    /** The loop never waits, so whoever waits for it this long waits for nothing. */
    private static final int PATIENCE_SECONDS = 5;

    private final Queue<Runnable> early = new ArrayDeque<>();
    private @Nullable ScheduledExecutorService executor;

    /** There is a loop, from now on. */
    public synchronized void started(ScheduledExecutorService loop) {
        executor = loop;
        early.forEach(task -> loop.execute(guarded(task)));
        early.clear();
    }

    /** Runs a task on the loop, in the order of the calls. */
    public synchronized void later(Runnable task) {
        if (executor != null && !executor.isShutdown()) {
            try {
                executor.execute(guarded(task));
                return;
            } catch (RejectedExecutionException e) {
                // it stopped in between: the task is kept like those that come afterwards
            }
        }
        early.add(task);
    }

    /** Runs a task on the loop after a while. Only called on the loop itself. */
    public Future<?> schedule(Runnable task, long millis) {
        return running().schedule(guarded(task), millis, TimeUnit.MILLISECONDS);
    }

    /**
     * Runs a task on the loop again and again, whatever one of them comes to. Only called on the loop itself.
     *
     * @param firstMillis from now to the first time
     * @param periodMillis from the beginning of one to that of the next
     */
    public Future<?> repeat(Runnable task, long firstMillis, long periodMillis) {
        return running().scheduleAtFixedRate(surviving(task), firstMillis, periodMillis, TimeUnit.MILLISECONDS);
    }

    /** Runs a task on the loop and waits for its result; {@code otherwise} while there is no loop. Not from the loop. */
    public <T> T ask(Callable<T> task, T otherwise) {
        try {
            Future<T> asked = submit(task);
            return asked == null ? otherwise : asked.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the event loop did not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return otherwise;
        }
    }

    private synchronized ScheduledExecutorService running() {
        if (executor == null) {
            throw new IllegalStateException("there is no event loop yet");
        }
        return executor;
    }

    private synchronized @Nullable <T> Future<T> submit(Callable<T> task) {
        try {
            return executor == null ? null : executor.submit(task);
        } catch (RejectedExecutionException e) {
            return null; // transport has stopped: nothing goes on that could be asked about
        }
    }

    /** A future that nobody asks would keep an exception to itself; a test's loop hears of it. */
    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                log.error("a task of the event loop failed", e);
                throw e;
            }
        };
    }

    /** What is repeated goes on. */
    private static Runnable surviving(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                log.error("a repeated task of the event loop failed", e);
            }
        };
    }
}
