package org.idrelay.reader.pcsc;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.idrelay.api.FailureCode;
import org.idrelay.api.reader.ReaderException;

/**
 * The one thread that calls PC/SC for a reader. A call into a native library cannot be interrupted, so its caller stops to wait
 * instead: what such a call returns late is dropped, and the next begins only after it.
 */
final class BoundedThread {

    private final ExecutorService thread;

    BoundedThread(String name) {
        thread = Executors.newSingleThreadExecutor(run -> {
            Thread caller = new Thread(run, name);
            caller.setDaemon(true);
            return caller;
        });
    }

    /**
     * Has the thread do something.
     *
     * @param abandoned called on the caller's thread if it stopped to wait
     * @throws ReaderException if it took longer; or as the task
     */
    <T> T call(Callable<T> task, long millis, Runnable abandoned) throws ReaderException, InterruptedException {
        Future<T> result = thread.submit(task);
        boolean waited = false;
        try {
            T value = result.get(millis, TimeUnit.MILLISECONDS);
            waited = true;
            return value;
        } catch (TimeoutException e) {
            throw new ReaderException(
                    FailureCode.READER_TIMEOUT, "the reader did not come back in " + millis + " ms", e);
        } catch (ExecutionException e) {
            waited = true;
            if (e.getCause() instanceof ReaderException failure) {
                throw failure;
            }
            throw new ReaderException(FailureCode.READER_FAULT, "the driver failed", e);
        } finally {
            if (!waited) {
                abandoned.run();
                result.cancel(false);
            }
        }
    }

    /** Runs a last task after all others; does not wait. */
    void stop(Runnable last) {
        thread.execute(last);
        thread.shutdown();
    }
}
