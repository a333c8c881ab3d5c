package org.idrelay.reader.pcsc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.idrelay.api.Bytes;
import org.idrelay.api.reader.ReaderException;
import org.idrelay.simulator.CardPersonaliser;
import org.idrelay.simulator.SimulatedReader;
import org.idrelay.simulator.SyntheticPeople;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each fault in each phase of a read, on the real pcscd: what is said, how soon, and that the next read is whole. */
@Timeout(60)
class PcscFaultsTest {

    /** When in a read: before the command of that number. */
    enum Phase {
        FIND(0),
        SELECT(1),
        FIRST_FILE(4),
        AUTHENTICATION(7),
        FILES(20);

        private final int command;

        Phase(int command) {
            this.command = command;
        }
    }

    /** What goes wrong, and which outcomes are right. */
    enum Fault {
        UNPLUGGED("READER_FAULT|READER_GONE|silence"),
        LIFTED("silence"),
        /** The card's answer is lost on air. */
        LOST("silence"),
        /** Two cards answer at once: what comes has a wrong CRC_B, and is for the terminal to judge. */
        TWO_CARDS("whole"),
        TRUNCATED("READER_FAULT"),
        GARBAGE("READER_FAULT"),
        EMPTY("READER_FAULT|silence"),
        NO_ANSWER("READER_TIMEOUT"),
        LATE("READER_TIMEOUT");

        private final String outcome;

        Fault(String outcome) {
            this.outcome = outcome;
        }
    }

    static Stream<Arguments> table() {
        return Stream.of(Fault.values())
                .flatMap(fault -> Stream.of(Phase.values()).map(phase -> Arguments.of(fault, phase)));
    }

    @ParameterizedTest
    @MethodSource("table")
    void worksAgainAfter(Fault fault, Phase phase) throws Exception {
        try (PcscBench bench = new PcscBench()) {
            bench.insert();
            AtomicInteger left = new AtomicInteger(phase.command);
            long[] began = new long[1];
            String outcome = outcome(bench, () -> {
                began[0] = System.nanoTime();
                if (left.getAndDecrement() == 0) {
                    cause(fault, bench);
                }
            });
            long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began[0]);
            assertTrue(outcome.matches(fault.outcome), outcome);
            assertTrue(took < 3000, took + " ms");

            mend(fault, bench);
            SimulatedReader model = new SimulatedReader("model");
            model.insert(CardPersonaliser.issue(SyntheticPeople.all().get(0)));
            assertEquals(
                    WholeRead.of(model).hashCode(), WholeRead.of(bench.reader).hashCode());
        }
    }

    private static String outcome(PcscBench bench, Runnable before) throws Exception {
        try {
            WholeRead.of(bench.reader, before);
            return "whole";
        } catch (ReaderException e) {
            return e.code().name();
        } catch (NoSuchElementException | IndexOutOfBoundsException e) {
            return "silence";
        }
    }

    private static void cause(Fault fault, PcscBench bench) {
        VirtualCard virtual = bench.virtual;
        switch (fault) {
            case UNPLUGGED -> {
                try {
                    virtual.unplug();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            case LIFTED -> bench.lift();
            case LOST -> bench.air.fault(SimulatedReader.Fault.SILENCE, 1);
            case TWO_CARDS -> bench.air.fault(SimulatedReader.Fault.GARBAGE, 1);
            case TRUNCATED ->
                virtual.behave(apdu -> virtual.answer(apdu).map(whole -> whole.slice(0, whole.length() / 2)));
            case GARBAGE -> virtual.behave(apdu -> Optional.of(Bytes.ofHex("A5".repeat(40) + "9000")));
            case EMPTY -> virtual.behave(apdu -> Optional.of(Bytes.ofHex("9000")));
            case NO_ANSWER -> virtual.behave(apdu -> Optional.empty());
            case LATE ->
                virtual.behave(apdu -> {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2500));
                    return virtual.answer(apdu);
                });
        }
    }

    private static void mend(Fault fault, PcscBench bench) throws Exception {
        bench.virtual.mend();
        if (fault == Fault.NO_ANSWER) {
            bench.virtual.unplug();
        }
        bench.virtual.plug();
        if (fault == Fault.LIFTED) {
            bench.insert();
        }
        Awaitility.await()
                .atMost(10, TimeUnit.SECONDS)
                .ignoreException(ReaderException.class)
                .until(() -> {
                    bench.reader.field(false);
                    bench.reader.field(true);
                    return bench.reader
                            .exchange(Bytes.ofHex("05000071FF"), WholeRead.CARD_MILLIS)
                            .isPresent();
                });
    }
}
