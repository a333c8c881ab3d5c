package org.idrelay.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.idrelay.api.FailureCode;
import org.idrelay.api.Party;
import org.idrelay.operations.ServerOperations.FailureCount;
import org.idrelay.operations.ServerOperations.FiguresInfo;
import org.idrelay.operations.ServerOperations.Minute;
import org.idrelay.operations.ServerOperations.Phase;
import org.idrelay.operations.ServerOperations.PhaseHistogram;
import org.idrelay.operations.ServerOperations.PhaseTimes;
import org.idrelay.wire.MessageType;
import org.junit.jupiter.api.Test;

class FiguresTest {

    private static final long START = 7_000_000;
    private static final long MINUTE = 60_000;
    private static final Minute NOTHING = new Minute(0, 0);
    private static final Ending GONE = Ending.failed(Party.TERMINAL, FailureCode.CARD_GONE);

    private final Figures figures = new Figures(START);

    @Test
    void beginWithNothing() {
        FiguresInfo info = figures.info(3, START);
        assertEquals(IntStream.range(0, 60).mapToObj(i -> NOTHING).toList(), info.minutes());
        assertEquals(new PhaseTimes(Phase.FIND, 0, 0, 0), info.phases().get(0));
        assertEquals(List.of(), info.failures());
        assertEquals(3, info.waiting());
    }

    @Test
    void countWhatEndsInTheMinuteInWhichItEnds() {
        figures.ended(session(1), Ending.read(), START);
        figures.ended(session(2), GONE, START + MINUTE);
        figures.ended(session(3), Ending.read(), START + 3 * MINUTE);
        FiguresInfo info = figures.info(0, START + 3 * MINUTE);
        assertEquals(
                List.of(new Minute(1, 0), new Minute(0, 1), NOTHING, new Minute(1, 0)),
                info.minutes().subList(56, 60));
        assertEquals(2, info.reads());
        assertEquals(1, info.failed());
    }

    @Test
    void forgetMinutesThatAreLongerAgoThanAnHour() {
        figures.ended(session(1), Ending.read(), START);
        assertEquals(
                new Minute(1, 0), figures.info(0, START + 59 * MINUTE).minutes().get(0));
        assertEquals(NOTHING, figures.info(0, START + 60 * MINUTE).minutes().get(0));
        figures.ended(session(2), Ending.read(), START + 1000 * MINUTE);
        List<Minute> minutes = figures.info(0, START + 1000 * MINUTE).minutes();
        assertEquals(1, minutes.stream().mapToInt(Minute::reads).sum());
        assertEquals(2, figures.info(0, START + 1000 * MINUTE).reads());
    }

    @Test
    void takeTheTimesOfEachPhase() {
        for (long i = 1; i <= 100; i++) {
            figures.began(session(i), START);
            figures.passed(session(i), MessageType.FIND_CONFIRM, START + i);
            figures.passed(session(i), MessageType.SELECT_REQUEST, START + i + 5);
            figures.passed(session(i), MessageType.SELECT_CONFIRM, START + i + 10);
            figures.passed(session(i), MessageType.IDENTITY, START + i + 10 + 2 * i);
            figures.ended(session(i), Ending.read(), START + i + 10 + 2 * i);
        }
        assertEquals(
                List.of(
                        new PhaseTimes(Phase.FIND, 100, 50, 95),
                        new PhaseTimes(Phase.SELECT, 100, 10, 10),
                        new PhaseTimes(Phase.READ, 100, 100, 190)),
                figures.info(0, START).phases());
    }

    @Test
    void countAllTimesByTheLimitThatTheyDoNotExceed() {
        List<Long> took = List.of(0L, 5L, 6L, 30_000L, 30_001L);
        for (int i = 0; i < took.size(); i++) {
            figures.began(session(i), START);
            figures.passed(session(i), MessageType.FIND_CONFIRM, START + took.get(i));
        }
        assertEquals(
                new PhaseHistogram(Phase.FIND, List.of(2L, 1L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 1L, 1L), 60_012),
                figures.info(0, START).histograms().get(0));
    }

    @Test
    void rememberSoManyTimesAndNoMore() {
        for (int i = 1; i <= Figures.WINDOW + 100; i++) {
            figures.began(session(i), START);
            figures.passed(session(i), MessageType.FIND_CONFIRM, START + (i <= 100 ? 9000 : 1));
            figures.ended(session(i), GONE, START);
        }
        assertEquals(
                new PhaseTimes(Phase.FIND, Figures.WINDOW, 1, 1),
                figures.info(0, START).phases().get(0));
    }

    @Test
    void countNoPhaseOfASessionThatIsOver() {
        figures.began(session(1), START);
        figures.ended(session(1), GONE, START);
        figures.passed(session(1), MessageType.FIND_CONFIRM, START + 5);
        figures.passed(session(1), MessageType.SELECT_CONFIRM, START + 9);
        assertEquals(
                0,
                figures.info(0, START).phases().stream()
                        .mapToInt(PhaseTimes::count)
                        .sum());
    }

    @Test
    void tellFailuresByCodeTheNewestFirst() {
        figures.ended(session(1), GONE, START);
        figures.ended(session(2), Ending.failed(Party.SERVER, FailureCode.QUEUE_FULL), START + 10);
        figures.ended(session(3), GONE, START + 20);
        figures.ended(session(4), Ending.failed(Party.SERVER, FailureCode.NO_VERIFIER), START + 5);
        assertEquals(
                List.of(
                        new FailureCount(FailureCode.CARD_GONE, 2, 10),
                        new FailureCount(FailureCode.QUEUE_FULL, 1, 20),
                        new FailureCount(FailureCode.NO_VERIFIER, 1, 25)),
                figures.info(0, START + 30).failures());
    }

    private static UUID session(long number) {
        return new UUID(0, number);
    }
}
