package org.idrelay.secrecy;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.idrelay.api.FailureCode;
import org.idrelay.wire.Frame;
import org.idrelay.wire.WireException;

/**
 * The work of one session's key: done by workers, one piece after the other, each result brought to the event loop in that
 * order. Lives on the event loop.
 */
public final class SessionWork {

    /** Far more than the peers may have under way; a relay that invents messages must not fill the memory. */
    private static final int MAX_WAITING = 64;

    private static final int MAX_THREADS = 4;
    private static final int IDLE_SECONDS = 10;

    /** What a worker does: opens or seals a frame. */
    @FunctionalInterface
    public interface Work {
        Frame done() throws WireException;
    }

    private final Executor workers;
    private final Executor loop;
    /** What a worker does; what it gives is done on the loop. */
    private final Queue<Supplier<Runnable>> waiting = new ArrayDeque<>();

    private boolean busy;

    public SessionWork(Executor workers, Executor loop) {
        this.workers = workers;
        this.loop = loop;
    }

    /**
     * Workers for the sessions of one role: daemon threads, which end when there is nothing to do.
     *
     * @param name of their threads
     */
    public static ExecutorService workers(String name) {
        int threads = Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors());
        ThreadPoolExecutor workers = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, name);
                    thread.setDaemon(true);
                    return thread;
                });
        workers.allowCoreThreadTimeOut(true);
        return workers;
    }

    /** Has something done; on the loop, {@code then} gets the frame, or {@code failed} hears why there is none. */
    public void add(Work work, Consumer<Frame> then, Consumer<WireException> failed) {
        if (waiting.size() >= MAX_WAITING) {
            failed.accept(new WireException(FailureCode.QUEUE_LIMIT, "too many messages of one session at once"));
            return;
        }
        waiting.add(() -> result(work, then, failed));
        if (!busy) {
            next();
        }
    }

    /** Runs something on the loop when all that was added before is done; at once if it is. */
    public void afterAll(Runnable then) {
        if (busy) {
            waiting.add(() -> then);
        } else {
            then.run();
        }
    }

    private void next() {
        Supplier<Runnable> job = waiting.poll();
        busy = job != null;
        if (job == null) {
            return;
        }
        try {
            workers.execute(() -> {
                Runnable result = job.get();
                loop.execute(() -> {
                    try {
                        result.run();
                    } finally {
                        next();
                    }
                });
            });
        } catch (RejectedExecutionException e) {
            waiting.clear(); // the role has stopped: its sessions are over
            busy = false;
        }
    }

    private static Runnable result(Work work, Consumer<Frame> then, Consumer<WireException> failed) {
        try {
            Frame frame = work.done();
            return () -> then.accept(frame);
        } catch (WireException e) {
            return () -> failed.accept(e);
        } catch (RuntimeException | LinkageError | StackOverflowError e) { // else the session would wait for ever
            WireException failure = new WireException(
                    FailureCode.SESSION_KEY_FAILED, e.getClass().getSimpleName());
            return () -> failed.accept(failure);
        }
    }
}
