package org.idrelay.secrecy;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
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

    /** What a worker does: opens or seals a frame. */
    @FunctionalInterface
    public interface Work {
        Frame done() throws WireException;
    }

    private record Job(Work work, Consumer<Frame> then, Consumer<WireException> failed) {}

    private final Executor workers;
    private final Executor loop;
    private final Queue<Job> waiting = new ArrayDeque<>();
    private boolean busy;

    public SessionWork(Executor workers, Executor loop) {
        this.workers = workers;
        this.loop = loop;
    }

    /** Has something done; on the loop, {@code then} gets the frame, or {@code failed} hears why there is none. */
    public void add(Work work, Consumer<Frame> then, Consumer<WireException> failed) {
        if (waiting.size() >= MAX_WAITING) {
            failed.accept(new WireException(FailureCode.QUEUE_LIMIT, "too many messages of one session at once"));
            return;
        }
        waiting.add(new Job(work, then, failed));
        if (!busy) {
            next();
        }
    }

    private void next() {
        Job job = waiting.poll();
        busy = job != null;
        if (job == null) {
            return;
        }
        try {
            workers.execute(() -> {
                Runnable result = run(job);
                loop.execute(() -> {
                    result.run();
                    next();
                });
            });
        } catch (RejectedExecutionException e) {
            waiting.clear(); // the role has stopped: its sessions are over
            busy = false;
        }
    }

    private static Runnable run(Job job) {
        try {
            Frame frame = job.work().done();
            return () -> job.then().accept(frame);
        } catch (WireException e) {
            return () -> job.failed().accept(e);
        } catch (RuntimeException e) {
            WireException failure = new WireException(
                    FailureCode.SESSION_KEY_FAILED, e.getClass().getSimpleName());
            return () -> job.failed().accept(failure);
        }
    }
}
