package org.idrelay.load;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** When, and in what pieces, the bytes of one direction go on. Pure: the same seed and times give the same pieces. */
final class Shaping {

    /**
     * Bytes that go on together.
     *
     * @param dueNanos when, by the clock that they came by
     */
    record Slice(long dueNanos, ByteBuffer bytes) {}

    private final Random random;
    private boolean begun;
    private long lastDueNanos;

    Shaping(long seed) {
        random = new Random(seed);
    }

    /** The pieces of what came now; one without bytes if nothing came, for the end. */
    List<Slice> shape(Faults faults, long nowNanos, ByteBuffer came) {
        long due = nowNanos + nanos(faults.delayMillis()) + (long) (random.nextDouble() * nanos(faults.jitterMillis()));
        List<Slice> slices = new ArrayList<>();
        do {
            int length = length(faults, came.remaining());
            due = begun ? Math.max(due - lastDueNanos, nanos(faults.gapMillis())) + lastDueNanos : due;
            begun = true;
            lastDueNanos = due;
            slices.add(new Slice(due, came.slice(came.position(), length)));
            came.position(came.position() + length);
        } while (came.hasRemaining());
        return slices;
    }

    private int length(Faults faults, int remaining) {
        return faults.sliceBytes() == 0 ? remaining : Math.min(remaining, 1 + random.nextInt(faults.sliceBytes()));
    }

    private static long nanos(int millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
