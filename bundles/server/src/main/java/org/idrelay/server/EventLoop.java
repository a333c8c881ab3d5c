package org.idrelay.server;

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

/** The way onto the event loop, which transport gives when it starts. Safe on any thread. */
final class EventLoop {

    private static final Logger log = LoggerFactory.getLogger(EventLoop.class);

    /** The loop never waits, so whoever waits for it this long waits for nothing. */
    private static final int PATIENCE_SECONDS = 5;

    private volatile @Nullable ScheduledExecutorService executor;

    void started(ScheduledExecutorService loop) {
        executor = loop;
    }

    /** Runs a task on the loop after a while. Only called on the loop itself. */
    Future<?> schedule(Runnable task, long millis) {
        ScheduledExecutorService loop = executor;
        if (loop == null) {
            throw new IllegalStateException("there is no event loop yet");
        }
        return loop.schedule(guarded(task), millis, TimeUnit.MILLISECONDS);
    }

    /** Runs a task on the loop and waits for its result; {@code otherwise} while there is no loop. Not from the loop. */
    <T> T ask(Callable<T> task, T otherwise) {
        ScheduledExecutorService loop = executor;
        if (loop == null) {
            return otherwise;
        }
        try {
            return loop.submit(task).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (RejectedExecutionException e) {
            return otherwise; // transport has stopped: there are no links, hence nothing to ask about
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the event loop did not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return otherwise;
        }
    }

    /** Runs a task on the loop soon; not at all while there is none. */
    void later(Runnable task) {
        ScheduledExecutorService loop = executor;
        try {
            if (loop != null) {
                loop.execute(guarded(task));
            }
        } catch (RejectedExecutionException e) {
            log.debug("transport has stopped: there is nothing left to do it to");
        }
    }

    /** A future that nobody asks would keep an exception to itself. */
    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                log.error("a task of the event loop failed", e);
            }
        };
    }
}
