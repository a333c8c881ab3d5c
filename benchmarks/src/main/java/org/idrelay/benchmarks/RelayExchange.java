package org.idrelay.benchmarks;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Times one relayed exchange, card commands from the verifier host and the answers from the terminal, through the servers of two
 * distributions: one built before a change, one after it. Each round starts a process of both and lets them take turns, so
 * that what else the machine does meets both. {@code docs/benchmarks.md} has the command.
 */
public final class RelayExchange {

    private static final int ROUNDS = 3;
    private static final int WARM_UP_TURNS = 15;
    private static final int TURNS = 30;
    private static final int EXCHANGES = 2_000;

    /** Not slower and not more: the ratio after to before, at most. */
    private static final double LIMIT = 1.00;

    private static final PrintStream out = System.out;

    /** What one exchange cost a server in one round: µs on the clock, in between and for the loop's thread, and bytes. */
    private record Cost(double micros, double loopMicros, double loopBytes) {}

    private RelayExchange() {}

    /** Takes the distributions before and after, as {@code .tar.gz}; ends with 1 if a bar is short. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 2) {
            out.println("usage: RelayExchange BEFORE.tar.gz AFTER.tar.gz");
            System.exit(2);
        }
        Path folder = Files.createTempDirectory("relay-exchange");
        List<Cost> before = new ArrayList<>();
        List<Cost> after = new ArrayList<>();
        for (int round = 1; round <= ROUNDS; round++) {
            try (ServerProcess old = ServerProcess.start(Path.of(arguments[0]), folder.resolve("before-" + round));
                    ServerProcess changed =
                            ServerProcess.start(Path.of(arguments[1]), folder.resolve("after-" + round))) {
                takeTurns(old, changed, before, after);
            }
            print("round " + round + " before", before.get(round - 1));
            print("round " + round + " after ", after.get(round - 1));
        }
        int shortBars = bar("relay-exchange-time", before, after, Cost::micros)
                + bar("relay-exchange-loop-cpu", before, after, Cost::loopMicros)
                + bar("relay-exchange-loop-bytes", before, after, Cost::loopBytes);
        Files.delete(folder);
        System.exit(shortBars == 0 ? 0 : 1);
    }

    private static void takeTurns(ServerProcess old, ServerProcess changed, List<Cost> before, List<Cost> after)
            throws Exception {
        try (RelayedReads first = RelayedReads.through(old);
                RelayedReads second = RelayedReads.through(changed)) {
            for (int turn = 0; turn < WARM_UP_TURNS; turn++) {
                first.read(EXCHANGES);
                second.read(EXCHANGES);
            }
            ServerProcess.LoopUse oldStart = old.loopUse();
            ServerProcess.LoopUse changedStart = changed.loopUse();
            double[] oldMicros = new double[TURNS];
            double[] changedMicros = new double[TURNS];
            for (int turn = 0; turn < TURNS; turn++) {
                oldMicros[turn] = first.read(EXCHANGES);
                changedMicros[turn] = second.read(EXCHANGES);
            }
            before.add(cost(oldMicros, old.loopUse().since(oldStart)));
            after.add(cost(changedMicros, changed.loopUse().since(changedStart)));
        }
    }

    private static Cost cost(double[] micros, ServerProcess.LoopUse use) {
        double exchanges = (double) TURNS * EXCHANGES;
        return new Cost(
                median(micros), use.cpuMillis() * 1000 / exchanges, use.allocatedKilobytes() * 1024 / exchanges);
    }

    /** Prints a bar; 1 if it is short. */
    private static int bar(String name, List<Cost> before, List<Cost> after, ToDoubleFunction<Cost> figure) {
        double[] ratios = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            ratios[round] = figure.applyAsDouble(after.get(round)) / figure.applyAsDouble(before.get(round));
        }
        double ratio = median(ratios);
        boolean good = ratio <= LIMIT;
        out.printf(Locale.ROOT, "bar %s %.3f %.2f %s%n", name, ratio, LIMIT, good ? "ok" : "short");
        return good ? 0 : 1;
    }

    private static void print(String what, Cost cost) {
        out.printf(
                Locale.ROOT,
                "%s: %.1f µs an exchange, its loop %.1f µs and %.0f bytes%n",
                what,
                cost.micros(),
                cost.loopMicros(),
                cost.loopBytes());
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
