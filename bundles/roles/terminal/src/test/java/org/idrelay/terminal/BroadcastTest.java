package org.idrelay.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.card.CardCommand;
import org.idrelay.card.TypeBFrame;
import org.idrelay.operations.reading.ReadingEvent.ReaderChanged;
import org.idrelay.terminal.FakeReader.Air;
import org.idrelay.wire.MessageType;
import org.idrelay.wire.ReaderAnswer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Steps 1 to 4: find commands at the interval, until a card answers and not longer. */
class BroadcastTest {

    private static final long INTERVAL = TerminalSettings.Air.DEFAULT.pollIntervalMillis();

    private final TerminalBench bench = new TerminalBench();
    private final FakeReader reader = bench.reader("r-1");

    @AfterEach
    void close() {
        bench.close();
    }

    static Stream<Bytes> noFindConfirmData() {
        Bytes good = TypeBFrame.seal(FakeCard.ATQB);
        return Stream.of(
                good.slice(0, 13).plus(Bytes.of((byte) (good.at(13) ^ 1))),
                TypeBFrame.seal(Bytes.ofHex("51").plus(FakeCard.ATQB.from(1))),
                TypeBFrame.seal(FakeCard.ATQB.slice(0, 11)),
                TypeBFrame.seal(FakeCard.ATQB.plus(Bytes.ofHex("00"))),
                Bytes.ofHex("50"),
                Bytes.EMPTY);
    }

    @Test
    void broadcastsAtOnceAndThenAtTheIntervalUntilACardComes() {
        bench.until("r-1", "POLLING");
        bench.loop.pass(5 * INTERVAL);
        reader.insert(new FakeCard());
        bench.until("r-1", "FINDING");

        List<Long> times = reader.air().stream()
                .filter(event -> event.data().equals(CardCommand.REQB))
                .map(Air::atMillis)
                .toList();
        long first = times.get(0);
        assertTrue(times.size() >= 4, "three before the card and the one it answered");
        assertEquals(
                LongStream.range(0, times.size())
                        .mapToObj(i -> first + i * INTERVAL)
                        .toList(),
                times);
        assertEquals(times.size(), bench.status("r-1").polling().broadcasts());
    }

    @ParameterizedTest
    @MethodSource("noFindConfirmData")
    void goesOnBroadcastingWhenTheAnswerIsNoFindConfirmData(Bytes answer) {
        reader.noise(answer);

        bench.loop.pass(10 * INTERVAL);

        assertEquals("POLLING", bench.state("r-1"));
        assertTrue(reader.findCommands() >= 10);
        assertTrue(bench.server.heard().isEmpty());
        assertTrue(bench.events.stream().allMatch(ReaderChanged.class::isInstance), "only that the reader came");
    }

    @ParameterizedTest
    @EnumSource(
            names = {"FIND_REQUEST", "FIND_CONFIRM", "SELECT_REQUEST", "SELECT_CONFIRM", "READ_REQUEST", "CARD_ANSWERS"
            })
    void sendsNoFindCommandWhileTheVerifierIsStalled(MessageType stalled) {
        bench.server.stallAt(stalled);
        reader.insert(new FakeCard());
        bench.until("r-1", "FINDING");
        long before = reader.findCommands();

        bench.loop.pass(10 * INTERVAL);

        assertEquals(before, reader.findCommands());
        assertEquals(1, bench.server.heard(MessageType.FIND_REQUEST).size());
    }

    @Test
    void leavesAFindCommandOutWhileTheReaderIsSlow() {
        bench.until("r-1", "POLLING");
        reader.mute(true);
        bench.loop.pass(4 * INTERVAL);
        assertEquals("POLLING", bench.state("r-1"));

        bench.until("r-1", "PAUSING");

        assertEquals(
                Optional.of(FailureCode.READER_TIMEOUT),
                bench.status("r-1").tally().lastFailure());
    }

    @Test
    void dropsAReadersLateAnswer() {
        reader.insert(new FakeCard());
        bench.until("r-1", "SELECTING");
        long late = 1;

        reader.answer(late, new ReaderAnswer(true, TypeBFrame.seal(FakeCard.ATQB)));
        bench.until("r-1", "PRESENT");

        assertTrue(bench.failures().isEmpty());
    }

    @Test
    void everySessionBeginsWithTheFieldOffForTenMillisecondsAndOnAgain() {
        reader.insert(new FakeCard());
        bench.until("r-1", "PRESENT");
        reader.lift();
        bench.until("r-1", "POLLING");
        reader.insert(new FakeCard());
        bench.until("r-1", "PRESENT");

        List<Air> switches = reader.air().stream()
                .filter(event -> !event.what().equals("frame"))
                .toList();
        assertEquals(
                List.of("off", "on", "off", "on"),
                switches.stream().map(Air::what).toList());
        assertTrue(switches.get(3).atMillis() - switches.get(2).atMillis() >= 10);
    }

    @Test
    void aReaderThatIsStoppedHasNoFieldAndNoTimer() {
        bench.until("r-1", "POLLING");

        bench.terminal.stop("r-1");
        bench.loop.pass(INTERVAL);

        assertEquals("STOPPED", bench.state("r-1"));
        assertFalse(reader.fieldOn());
        assertEquals(0, bench.loop.pending());
        bench.terminal.start("r-1");
        bench.until("r-1", "POLLING");
    }

    @Test
    void aReaderWithoutAutoStartWaitsToBeStarted() {
        TerminalSettings usual = TerminalSettings.defaults("t-01", "127.0.0.1:1");
        try (TerminalBench waiting = new TerminalBench(new TerminalSettings(
                usual.identity(), usual.server(), usual.sessionKey(), false, usual.air(), usual.reading()))) {
            FakeReader idle = waiting.reader("r-2");
            waiting.loop.pass(10 * INTERVAL);
            assertTrue(idle.air().isEmpty());

            waiting.terminal.start("r-2");
            waiting.until("r-2", "POLLING");
        }
    }
}
