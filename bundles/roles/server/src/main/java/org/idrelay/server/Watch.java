package org.idrelay.server;

import java.util.concurrent.Future;
import org.idrelay.link.RoleLoop;
import org.jspecify.annotations.Nullable;

/** The two timers of one session. Lives on the event loop. */
final class Watch {

    private final RoleLoop loop;
    private @Nullable Future<?> deadline;
    private @Nullable Future<?> silence;

    Watch(RoleLoop loop) {
        this.loop = loop;
    }

    /** Sets the time by which the session must have moved on, in place of the one before. */
    void deadline(long millis, Runnable missed) {
        cancel(deadline);
        deadline = loop.schedule(missed, millis);
    }

    /** Sets the time by which the verifier must have spoken, in place of the one before. */
    void silence(long millis, Runnable tooLong) {
        cancel(silence);
        silence = loop.schedule(tooLong, millis);
    }

    /** The verifier owes nothing. */
    void quiet() {
        cancel(silence);
    }

    void cancel() {
        cancel(silence);
        cancel(deadline);
    }

    private static void cancel(@Nullable Future<?> timer) {
        if (timer != null) {
            timer.cancel(false);
        }
    }
}
