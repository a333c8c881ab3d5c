package org.idrelay.verifier.host;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.idrelay.link.RoleLoop;

/** The one thread that belongs to a verifier. Calls are made one after the other; results go to the event loop. */
final class VerifierThread {

    private final ExecutorService thread;
    private final RoleLoop loop;

    VerifierThread(String verifier, RoleLoop loop) {
        this.loop = loop;
        thread = Executors.newSingleThreadExecutor(task -> {
            Thread fresh = new Thread(task, "idrelay-verifier-" + verifier);
            fresh.setDaemon(true);
            return fresh;
        });
    }

    /**
     * Makes a call behind those that were made before.
     *
     * @param returned told on the event loop
     * @param failed told on the event loop; also when the call was interrupted
     * @return cancels the call: it is not made any more, or interrupted
     */
    <T> Future<?> call(Callable<T> call, Consumer<T> returned, Consumer<Throwable> failed) {
        return thread.submit(() -> {
            try {
                T result = call.call();
                loop.later(() -> returned.accept(result));
            } catch (Throwable e) { // an adapter whose bundle is being replaced throws Errors too
                loop.later(() -> failed.accept(e));
            }
        });
    }

    /** Makes no further call than those made already. */
    void finish() {
        thread.shutdown();
    }

    /** Waits until those are done, a while at most; whatever runs then is interrupted and left behind. */
    void awaitFinish(long millis) {
        try {
            if (!thread.awaitTermination(millis, TimeUnit.MILLISECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
