package org.idrelay.reader.pn532;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.reader.ReaderException;
import org.idrelay.card.CardCommand;
import org.idrelay.card.TypeBFrame;
import org.idrelay.reader.pn532.SimulatedPn532.Fault;
import org.idrelay.simulator.CardPersonaliser;
import org.idrelay.simulator.SimulatedReader;
import org.idrelay.simulator.SyntheticPeople;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fault in every phase of a read: it ends as it must, in time, and the next read is whole, without a restart. */
@Timeout(60)
class Pn532FaultTest {

    private static final int IN_COMMUNICATE_THRU = 0x42;

    /** Which command of a read on air: find, select, unique id, first file, in the middle of the text, the last. */
    private static final List<Integer> PHASES =
            List.of(0, 1, 2, 4, 12, CardScript.commands().size() - 1);

    static Stream<Arguments> faults() {
        return Arrays.stream(Fault.values())
                .filter(fault -> fault != Fault.SLOW_ACK)
                .flatMap(fault -> PHASES.stream().map(phase -> Arguments.of(fault, phase)));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void everyFaultInEveryPhase(Fault fault, int phase) throws Exception {
        try (Bench bench = new Bench()) {
            bench.insert();
            List<Optional<Bytes>> whole = CardScript.run(bench.reader);
            bench.chip.fault(fault, IN_COMMUNICATE_THRU, phase);
            Optional<FailureCode> code = expected(fault);
            if (code.isEmpty()) {
                assertEquals(whole, CardScript.run(bench.reader));
            } else {
                ReaderException failed = assertThrows(ReaderException.class, () -> CardScript.run(bench.reader));
                assertEquals(code.get(), failed.code());
            }
            assertTrue(bench.chip.isFaultDone());
            if (fault == Fault.UNPLUGGED) {
                assertTrue(bench.reader.isLost());
            } else {
                assertEquals(whole, CardScript.run(bench.reader));
            }
        }
    }

    /** The command comes twice then, and so does its answer: neither may be taken for that to the next one. */
    @Test
    void anAnswerThatComesTwiceReachesNoOtherCommand() throws Exception {
        try (Bench bench = new Bench()) {
            bench.insert();
            CardScript.run(bench.reader);
            bench.reader.field(false);
            bench.reader.field(true);
            bench.chip.fault(Fault.SLOW_ACK, IN_COMMUNICATE_THRU, 0);
            bench.reader.exchange(TypeBFrame.seal(CardCommand.WUPB), 100);
            assertEquals(
                    Optional.of(TypeBFrame.seal(CardCommand.ATTRIB_ANSWER)),
                    bench.reader.exchange(TypeBFrame.seal(CardCommand.attrib(Bytes.ofHex("00000000"))), 100));
        }
    }

    /** What the chip mends itself is no failure. */
    private static Optional<FailureCode> expected(Fault fault) {
        return switch (fault) {
            case NO_ACK, SLOW_ACK, NACK_FOR_ACK, BROKEN_ACK, BROKEN_LENGTH, BROKEN_DATA, TRUNCATED, NOISE ->
                Optional.empty();
            case ERROR_FRAME, UNKNOWN_STATUS -> Optional.of(FailureCode.READER_FAULT);
            case NEVER, LATE -> Optional.of(FailureCode.READER_TIMEOUT);
            case UNPLUGGED -> Optional.of(FailureCode.READER_GONE);
        };
    }

    static Stream<Integer> phases() {
        return PHASES.stream();
    }

    @ParameterizedTest
    @MethodSource("phases")
    void aCardLiftedInAnyPhaseIsSilence(int phase) throws Exception {
        try (Bench bench = new Bench()) {
            bench.insert();
            List<Optional<Bytes>> whole = CardScript.run(bench.reader);
            bench.chip.field.liftAfter(phase);
            List<Optional<Bytes>> cut = CardScript.run(bench.reader);
            assertEquals(whole.subList(0, phase), cut.subList(0, phase));
            assertTrue(cut.subList(phase, cut.size()).stream().allMatch(Optional::isEmpty));
            bench.insert();
            assertEquals(whole, CardScript.run(bench.reader));
        }
    }

    @ParameterizedTest
    @MethodSource("phases")
    void twoCardsInTheFieldAreNoFailureOfTheReader(int phase) throws Exception {
        try (Bench bench = new Bench()) {
            bench.insert();
            List<Optional<Bytes>> whole = CardScript.run(bench.reader);
            bench.chip.field.fault(SimulatedReader.Fault.GARBAGE, 1); // they speak at once: a bit flips
            List<Optional<Bytes>> disturbed = CardScript.run(bench.reader);
            assertEquals(whole.size(), disturbed.size());
            assertEquals(whole, CardScript.run(bench.reader));
        }
    }

    @Test
    void readsAsTheSimulatedReaderDoes() throws Exception {
        SimulatedReader model = new SimulatedReader("model");
        model.insert(CardPersonaliser.issue(SyntheticPeople.all().get(0)));
        try (Bench bench = new Bench()) {
            bench.insert();
            assertEquals(CardScript.run(model), CardScript.run(bench.reader));
            assertEquals("PN532 1.6 at memory", bench.reader.description());
        }
    }

    @Test
    void whoAnswersAsNoPn532IsRefused() throws Exception {
        MemoryLine[] ends = MemoryLine.pair();
        Pn532Reader reader = new Pn532Reader("pn532-1", "memory", new Pn532(ends[0]), 1500);
        ReaderException failed = assertThrows(ReaderException.class, reader::setUp);
        assertEquals(FailureCode.READER_TIMEOUT, failed.code());
    }
}
