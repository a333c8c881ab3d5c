package org.idrelay.load;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.idrelay.api.FailureCode;

/** What became of the reads of any number of played terminals. On any thread. */
public final class ReadCounts {

    private final Map<FailureCode, Long> failures = new EnumMap<>(FailureCode.class);
    private long complete;
    private long wrong;
    private long linksLost;
    private long queued;
    private long[] waits = new long[1024];
    private int waited;

    /** A verifier answered, that long after FIND_REQUEST left. */
    synchronized void waited(long nanos) {
        if (waited == waits.length) {
            waits = Arrays.copyOf(waits, 2 * waited);
        }
        waits[waited++] = nanos;
    }

    synchronized void queued() {
        queued++;
    }

    /** @param right whether the record was that of the card */
    synchronized void complete(boolean right) {
        complete++;
        if (!right) {
            wrong++;
        }
    }

    synchronized void failed(FailureCode code) {
        failures.merge(code, 1L, Long::sum);
    }

    synchronized void linkLost() {
        linksLost++;
    }

    /** How many reads ended with a record, the wrong ones too. */
    public synchronized long complete() {
        return complete;
    }

    /** How many records were not those of their cards. */
    public synchronized long wrong() {
        return wrong;
    }

    /** How many reads ended otherwise, by code. */
    public synchronized Map<FailureCode, Long> failures() {
        return Map.copyOf(failures);
    }

    /** How many reads ended. */
    public synchronized long ended() {
        return complete + failures.values().stream().mapToLong(Long::longValue).sum();
    }

    /** How often a terminal lost its link or did not get one. */
    public synchronized long linksLost() {
        return linksLost;
    }

    /** How many QUEUED came. */
    public synchronized long queuedTold() {
        return queued;
    }

    /** How many reads got an answer of a verifier: so many waits there are. */
    public synchronized int waits() {
        return waited;
    }

    /**
     * The wait for a verifier that so many percent of the reads did not exceed, in milliseconds; 0 without any.
     *
     * @param percent over 0, at most 100
     */
    public synchronized double waitMillis(double percent) {
        if (waited == 0) {
            return 0;
        }
        long[] sorted = Arrays.copyOf(waits, waited);
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(percent / 100 * waited);
        return sorted[Math.max(rank, 1) - 1] / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }
}
