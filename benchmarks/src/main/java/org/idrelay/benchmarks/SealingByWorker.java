package org.idrelay.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.idrelay.api.Bytes;
import org.idrelay.certs.CertificateAuthority;
import org.idrelay.secrecy.Keyring;
import org.idrelay.secrecy.PeerName;
import org.idrelay.secrecy.SessionKey;
import org.idrelay.secrecy.TestKeyring;
import org.idrelay.secrecy.SessionWork;
import org.idrelay.secrecy.Suite;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Header;
import org.idrelay.wire.MessageType;
import org.idrelay.wire.Role;
import org.idrelay.wire.WireException;

/**
 * Whether sealing and opening belong on the event loop: a message is sealed at one end and opened at the other, both times on
 * the loop itself, and both times by a worker that hands the result back to the loop. The two take turns in one run.
 *
 * <pre>
 * mvn -q -B -pl benchmarks -am package -DskipTests
 * java -cp "benchmarks/target/classes:benchmarks/target/lib/*" org.idrelay.benchmarks.SealingByWorker
 * </pre>
 */
public final class SealingByWorker {

    private static final List<Integer> LENGTHS = List.of(32, 256, 3072, 60_000);
    private static final int ROUNDS = 31;
    private static final int WARM_UP = 15;
    private static final int BYTES_PER_ROUND = 600_000;
    private static final int MOST_MESSAGES = 4000;
    private static final double NANOS_PER_MICRO = 1000;

    private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private final ExecutorService loop = Executors.newSingleThreadExecutor();
    private final ExecutorService workers = SessionWork.workers("benchmark-worker");
    private final Keyring keyring;

    /** What one message took in a round, on the clock and of processors. */
    private record Taken(double clockMicros, double cpuMicros) {}

    private SealingByWorker() throws GeneralSecurityException {
        CertificateAuthority authority =
                CertificateAuthority.create("benchmark", Instant.now().plus(2, ChronoUnit.DAYS));
        keyring = TestKeyring.of(
                authority, new PeerName(Role.TERMINAL, "t-01"), new PeerName(Role.VERIFIER_HOST, "host-1"));
    }

    /** Prints a line for each suite and length. */
    public static void main(String[] arguments) throws Exception {
        SealingByWorker comparison = new SealingByWorker();
        PrintStream out = System.out;
        out.println("us per message, sealed and opened, " + ROUNDS + " rounds in turn: by worker / on the loop");
        for (Suite suite : Suite.values()) {
            for (int length : LENGTHS) {
                out.println(comparison.compare(suite, length));
            }
        }
        comparison.loop.shutdown();
        comparison.workers.shutdown();
    }

    private String compare(Suite suite, int length) throws WireException {
        SessionKey terminal = SessionKey.ofTerminal(keyring.of(Role.TERMINAL).orElseThrow(), List.of(suite));
        SessionKey host = SessionKey.ofVerifier(keyring.of(Role.VERIFIER_HOST).orElseThrow(), List.of(suite));
        host.handshake(terminal.handshake(host.handshake(terminal.handshake(Bytes.EMPTY))));
        List<Taken> onLoop = new ArrayList<>();
        List<Taken> byWorker = new ArrayList<>();
        for (int round = 0; round < WARM_UP + ROUNDS; round++) {
            Taken first = measured(new Run(terminal, host, length, false));
            Taken second = measured(new Run(terminal, host, length, true));
            if (round >= WARM_UP) {
                onLoop.add(first);
                byWorker.add(second);
            }
        }
        double clockOnLoop = median(onLoop.stream().map(Taken::clockMicros).toList());
        double clockByWorker = median(byWorker.stream().map(Taken::clockMicros).toList());
        double cpuOnLoop = mean(onLoop.stream().map(Taken::cpuMicros).toList());
        double cpuByWorker = mean(byWorker.stream().map(Taken::cpuMicros).toList());
        return "%-24s %6d bytes   clock %7.1f / %7.1f = %4.1f   cpu %7.1f / %7.1f = %4.1f"
                .formatted(
                        suite,
                        length,
                        clockByWorker,
                        clockOnLoop,
                        clockByWorker / clockOnLoop,
                        cpuByWorker,
                        cpuOnLoop,
                        cpuByWorker / cpuOnLoop);
    }

    private Taken measured(Run run) {
        long cpu = system.getProcessCpuTime();
        long clock = System.nanoTime();
        loop.execute(run::next);
        run.done.join();
        double messages = run.messages * NANOS_PER_MICRO;
        return new Taken((System.nanoTime() - clock) / messages, (system.getProcessCpuTime() - cpu) / messages);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }

    /** Processor time is counted in steps of up to 10 ms: only the sum of many rounds says something. */
    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    /** So many messages, one after the other. Lives on the loop. */
    private final class Run {

        private final SessionKey from;
        private final SessionKey to;
        private final Frame frame;
        private final int messages;
        private final boolean byWorker;
        private final SessionWork sealing = new SessionWork(workers, loop);
        private final SessionWork opening = new SessionWork(workers, loop);
        private final CompletableFuture<Boolean> done = new CompletableFuture<>();
        private int passed;

        Run(SessionKey from, SessionKey to, int length, boolean byWorker) {
            this.from = from;
            this.to = to;
            this.byWorker = byWorker;
            Header header = Header.bare(MessageType.CARD_ANSWERS, Header.NO_SESSION, 7, 6);
            frame = new Frame(header, Bytes.EMPTY, Bytes.of(new byte[length]));
            messages = Math.min(MOST_MESSAGES, BYTES_PER_ROUND / length + 1);
        }

        void next() {
            if (byWorker) {
                sealing.add(() -> from.seal(frame), this::sealed, done::completeExceptionally);
            } else {
                sealing.onLoop(() -> from.seal(frame), this::sealed, done::completeExceptionally);
            }
        }

        private void sealed(Frame sealed) {
            if (byWorker) {
                opening.add(() -> to.open(sealed), this::opened, done::completeExceptionally);
            } else {
                opening.onLoop(() -> to.open(sealed), this::opened, done::completeExceptionally);
            }
        }

        /** The next begins as a task of its own, as the next message of a link does. */
        private void opened(Frame opened) {
            passed++;
            if (passed == messages) {
                done.complete(opened.body().equals(frame.body()));
            } else {
                loop.execute(this::next);
            }
        }
    }
}
