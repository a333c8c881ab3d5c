package org.idrelay.terminal;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A sink or listener with the thread on which it is called, in order; the thread ends when there is nothing to do. */
final class Receiver<T> {

    /** What may wait while the service is slow. */
    static final int MAX_WAITING = 256;

    private static final int IDLE_SECONDS = 10;

    private static final int CLOSE_SECONDS = 2;

    private final T service;
    private final ThreadPoolExecutor executor;
    private volatile @Nullable Thread thread;

    Receiver(T service) {
        this.service = service;
        executor = new ThreadPoolExecutor(
                1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MAX_WAITING), this::newThread);
        executor.allowCoreThreadTimeOut(true);
    }

    boolean is(T other) {
        return service == other;
    }

    /** Calls the service soon; refuses if too much waits already, or after the end. */
    void give(Consumer<T> call, Runnable refused) {
        try {
            executor.execute(() -> call.accept(service));
        } catch (RejectedExecutionException e) {
            refused.run();
        }
    }

    /** Lets what waits come to its end for a moment; makes no call afterwards. A service may close its own receiver. */
    void close() {
        executor.shutdown();
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            if (!executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private Thread newThread(Runnable work) {
        Thread created = new Thread(work, "idrelay-terminal-delivery");
        created.setDaemon(true);
        thread = created;
        return created;
    }
}
