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
 * The work of one session's key, one piece after the other: steps of the handshake are done by workers, opening and sealing
 * on the event loop, and whatever a piece gives is done there in the order of the pieces. Lives on the event loop.
 */
public final class SessionWork {

    /** Far more than the peers may have under way; a relay that invents messages must not fill the memory. */
    private static final int MAX_WAITING = 64;

    /** What is longer would hold the loop up for a tenth of a millisecond, and takes no longer by a worker. */
    private static final int SHORT = 4096;

    private static final int MAX_THREADS = 4;
    private static final int IDLE_SECONDS = 10;

    /** Work with the key. */
    @FunctionalInterface
    public interface Work<T> {
        T done() throws WireException;
    }

    /** What is done in its turn. */
    private record Piece(boolean byWorker, Supplier<Result> job) {}

    /** What a piece gave, to be told on the loop. */
    private record Result(boolean failed, Runnable told) {}

    private final Executor workers;
    private final Executor loop;
    private final Queue<Piece> waiting = new ArrayDeque<>();
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

    /**
     * Has something done by a worker: a step of the handshake, which takes milliseconds. On the loop, {@code then} gets what
     * it gave, or {@code failed} hears why there is nothing.
     */
    public <T> void add(Work<T> work, Consumer<T> then, Consumer<WireException> failed) {
        add(true, work, then, failed);
    }

    /**
     * Has something done on the loop: opening or sealing a message, which takes less than to hand it to a worker. At once if
     * nothing is under way, else behind it. As with {@link #add}, but {@code then} may get it within this call; {@code failed}
     * never hears within, so that who sends something has finished before the session fails.
     */
    public <T> void onLoop(Work<T> work, Consumer<T> then, Consumer<WireException> failed) {
        add(false, work, then, failed);
    }

    /** Whether a message that came is short enough to be opened on the loop. */
    public static boolean isShort(Frame frame) {
        return frame.body().length() <= SHORT;
    }

    /** Runs something on the loop when all that was added before is done; at once if it is. */
    public void afterAll(Runnable then) {
        add(new Piece(false, () -> new Result(false, then)));
    }

    private <T> void add(boolean byWorker, Work<T> work, Consumer<T> then, Consumer<WireException> failed) {
        if (waiting.size() >= MAX_WAITING) {
            failed.accept(new WireException(FailureCode.QUEUE_LIMIT, "too many messages of one session at once"));
        } else {
            add(new Piece(byWorker, () -> result(work, then, failed)));
        }
    }

    private void add(Piece piece) {
        waiting.add(piece);
        if (!busy) {
            next();
        }
    }

    private void next() {
        Piece piece = waiting.poll();
        busy = piece != null;
        if (piece == null) {
            return;
        }
        if (piece.byWorker()) {
            handOver(piece);
            return;
        }
        Result result = piece.job().get();
        if (result.failed()) {
            loop.execute(() -> finish(result));
        } else {
            finish(result);
        }
    }

    private void handOver(Piece piece) {
        try {
            workers.execute(() -> {
                Result result = piece.job().get();
                loop.execute(() -> finish(result));
            });
        } catch (RejectedExecutionException e) {
            waiting.clear(); // the role has stopped: its sessions are over
            busy = false;
        }
    }

    private void finish(Result result) {
        try {
            result.told().run();
        } finally {
            next();
        }
    }

    private static <T> Result result(Work<T> work, Consumer<T> then, Consumer<WireException> failed) {
        try {
            T done = work.done();
            return new Result(false, () -> then.accept(done));
        } catch (WireException e) {
            return new Result(true, () -> failed.accept(e));
        } catch (RuntimeException | LinkageError | StackOverflowError e) { // else the session would wait for ever
            WireException failure = new WireException(
                    FailureCode.SESSION_KEY_FAILED, e.getClass().getSimpleName());
            return new Result(true, () -> failed.accept(failure));
        }
    }
}
