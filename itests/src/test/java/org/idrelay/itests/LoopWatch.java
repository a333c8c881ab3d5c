package org.idrelay.itests;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Looks again and again at what this process's threads do: whether the handshake of a session key ever runs on an event loop.
 * Sealing and opening do run there: they take microseconds, less than to hand them to another thread (docs/benchmarks.md).
 */
@SuppressWarnings("FutureReturnValueIgnored") // what runs here ends with its executor
final class LoopWatch implements AutoCloseable {

    private static final int PERIOD_MILLIS = 2;

    /** The handshake is called far above the cryptography that it is busy with. */
    private static final int DEPTH = 250;

    private static final String LOOP = "idrelay-loop";
    private static final String SESSION_KEY = "org.idrelay.secrecy.SessionKey";

    /** A key is begun, which makes a key pair, then handed the peer's records. */
    private static final Set<String> HANDSHAKE = Set.of("ofTerminal", "ofVerifier", "handshake");

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor();
    private final Set<String> onLoops = new TreeSet<>();
    private final AtomicLong elsewhere = new AtomicLong();

    LoopWatch() {
        looking.scheduleAtFixedRate(this::look, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Steps of a handshake that were seen on an event loop. */
    Set<String> seenOnLoops() {
        synchronized (onLoops) {
            return new TreeSet<>(onLoops);
        }
    }

    /** How often a handshake was seen on other threads: were it never, nothing would be proven. */
    long seenElsewhere() {
        return elsewhere.get();
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }

    private void look() {
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds(), DEPTH)) {
            if (thread != null) {
                Arrays.stream(thread.getStackTrace())
                        .filter(frame ->
                                frame.getClassName().equals(SESSION_KEY) && HANDSHAKE.contains(frame.getMethodName()))
                        .findFirst()
                        .ifPresent(frame -> saw(thread.getThreadName(), frame));
            }
        }
    }

    private void saw(String thread, StackTraceElement frame) {
        if (thread.startsWith(LOOP)) {
            synchronized (onLoops) {
                onLoops.add(frame.getClassName() + "." + frame.getMethodName());
            }
        } else {
            elsewhere.incrementAndGet();
        }
    }
}
