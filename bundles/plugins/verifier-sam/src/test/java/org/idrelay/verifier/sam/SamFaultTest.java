package org.idrelay.verifier.sam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.idrelay.api.FailureCode;
import org.idrelay.api.verifier.Capability;
import org.idrelay.api.verifier.Verifier;
import org.idrelay.api.verifier.VerifierException;
import org.idrelay.simulator.CardPersonaliser;
import org.idrelay.simulator.SamFault;
import org.idrelay.simulator.SyntheticPeople;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A SAM that fails at any of the frames that it says in a session: the right code, and the next card is read. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class SamFaultTest {

    /** REQB, found, ATTRIB, selected, 23 card commands, the record. */
    private static final int FRAMES = 28;

    private static final int MILLIS = 2000;

    static Stream<Arguments> everyFaultAtEveryFrame() {
        return Stream.of(SamFault.values())
                .flatMap(fault -> IntStream.range(0, FRAMES).mapToObj(frame -> Arguments.of(fault, frame)));
    }

    @ParameterizedTest
    @MethodSource("everyFaultAtEveryFrame")
    void failsWithTheFaultsCodeAndReadsTheNextCard(SamFault fault, int frame) throws Exception {
        try (SamBench bench = new SamBench(MILLIS, MILLIS)) {
            Verifier verifier = bench.verifier();
            bench.reader.insert(CardPersonaliser.issue(SyntheticPeople.all().get(0)));
            bench.sam.fault(fault, frame);
            VerifierException failed = assertThrows(
                    VerifierException.class, () -> bench.read(verifier, Set.of(Capability.TEXT_PHOTO), bench.relay()));
            assertEquals(expected(fault), failed.code());
            bench.sam.mend();
            assertThrows(VerifierException.class, verifier::release);
            bench.awaitNext(verifier);
            assertNotSame(verifier, bench.verifier());
            bench.reads(bench.verifier());
        }
    }

    @ParameterizedTest
    @MethodSource("everyFault")
    void isWithdrawnIfItCannotBeReleased(SamFault fault) throws Exception {
        try (SamBench bench = new SamBench(MILLIS, MILLIS)) {
            Verifier verifier = bench.verifier();
            bench.reader.insert(CardPersonaliser.issue(SyntheticPeople.all().get(0)));
            bench.sam.fault(fault, FRAMES);
            bench.read(verifier, Set.of(Capability.TEXT_PHOTO), bench.relay());
            assertEquals(
                    expected(fault),
                    assertThrows(VerifierException.class, verifier::release).code());
            bench.awaitGone();
            bench.sam.mend();
            bench.reads(bench.verifier());
        }
    }

    static Stream<SamFault> everyFault() {
        return Stream.of(SamFault.values());
    }

    private static FailureCode expected(SamFault fault) {
        return switch (fault) {
            case STALL -> FailureCode.VERIFIER_TIMEOUT;
            case GARBAGE -> FailureCode.VERIFIER_ANSWER_MALFORMED;
            case CLOSE -> FailureCode.VERIFIER_GONE;
        };
    }
}
