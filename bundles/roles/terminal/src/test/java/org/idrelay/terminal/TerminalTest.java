package org.idrelay.terminal;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.idrelay.api.FailureCode;
import org.idrelay.operations.reading.ReaderStatus;
import org.idrelay.operations.reading.ReadingEvent;
import org.idrelay.operations.reading.ReadingEvent.CardFound;
import org.idrelay.operations.reading.ReadingEvent.Progress;
import org.idrelay.operations.reading.ReadingEvent.ReaderChanged;
import org.idrelay.operations.reading.ReadingEvent.ReaderChanged.Change;
import org.idrelay.operations.reading.ReadingEvent.RecordRead;
import org.idrelay.operations.trace.TraceEvent;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Header;
import org.idrelay.wire.MessageType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TerminalTest {

    private final TerminalBench bench = new TerminalBench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void readsACardFromEndToEnd() {
        FakeReader reader = bench.reader("r-1");
        reader.insert(new FakeCard());

        bench.until("r-1", "PRESENT");

        await().until(() -> bench.delivered.size() == 1);
        assertEquals("张测试", bench.delivered.get(0).record().name());
        assertEquals("t-01", bench.delivered.get(0).presence().terminal());
        assertEquals(
                List.of(
                        MessageType.FIND_REQUEST,
                        MessageType.FIND_CONFIRM,
                        MessageType.SELECT_REQUEST,
                        MessageType.SELECT_CONFIRM,
                        MessageType.READ_REQUEST,
                        MessageType.CARD_ANSWERS),
                headers().map(Header::type).distinct().toList());
        assertEquals(21, bench.server.heard(MessageType.CARD_ANSWERS).size());
        assertEquals(
                new ReaderStatus(
                        "r-1",
                        "fake",
                        "PRESENT",
                        true,
                        new ReaderStatus.Polling(reader.findCommands(), (int) reader.findCommands()),
                        new ReaderStatus.Tally(1, 0, Optional.empty())),
                bench.status("r-1"));
    }

    @Test
    void numbersItsMessagesAndNamesTheLeaseOnlyOnceItIsKnown() {
        bench.reader("r-1").insert(new FakeCard());
        bench.until("r-1", "PRESENT");

        List<Long> sequences = headers().map(Header::sequence).toList();
        assertEquals(Stream.iterate(0L, i -> i + 1).limit(sequences.size()).toList(), sequences);
        assertEquals(0, headers().findFirst().orElseThrow().term());
        assertTrue(headers()
                .skip(1)
                .allMatch(h -> h.term() == TerminalsServer.TERM && h.verifier() == TerminalsServer.VERIFIER));
    }

    @Test
    void tellsListenersWhatHappensInOrder() {
        bench.reader("r-1").insert(new FakeCard());
        bench.until("r-1", "PRESENT");

        await().until(() -> bench.events.stream().anyMatch(RecordRead.class::isInstance));
        assertTrue(bench.events.get(2) instanceof CardFound, "after CAME and STARTED");
        List<Integer> percents = bench.events.stream()
                .filter(Progress.class::isInstance)
                .map(event -> ((Progress) event).percent())
                .toList();
        assertEquals(percents.stream().sorted().distinct().toList(), percents);
        assertEquals(100, percents.get(percents.size() - 1));
        ReadingEvent last = bench.events.get(bench.events.size() - 1);
        assertTrue(last instanceof RecordRead);
    }

    @Test
    void tellsWhatBecomesOfAReader() {
        FakeReader reader = bench.reader("r-1");
        bench.until("r-1", "POLLING");
        bench.terminal.stop("r-1");
        bench.until("r-1", "STOPPED");
        bench.terminal.stop("r-1");
        bench.terminal.start("r-1");
        bench.until("r-1", "POLLING");
        reader.unplug();
        bench.loop.pass(100);

        await().until(() -> changes().contains(Change.GONE));
        assertEquals(
                List.of(Change.CAME, Change.STARTED, Change.STOPPED, Change.STARTED, Change.STOPPED, Change.GONE),
                changes());
    }

    @Test
    void recordsEveryStepInOrderWithEqualDigestsForEqualBytes() {
        FakeReader reader = bench.reader("r-1");
        bench.until("r-1", "POLLING");
        bench.loop.pass(1000);
        reader.insert(new FakeCard());
        bench.until("r-1", "PRESENT");
        List<TraceEvent> events =
                bench.terminal.trace().events(bench.terminal.trace().last().orElseThrow());

        List<Integer> steps = events.stream().map(TraceEvent::step).toList();
        List<Integer> numbered = steps.stream().filter(step -> step != 0).toList();
        assertEquals(numbered.stream().sorted().toList(), numbered);
        assertEquals(
                List.of(1, 2, 3, 4, 8, 9, 11, 12, 13, 17, 18, 20, 21, 22, 25, 28),
                numbered.stream().distinct().toList());
        assertEquals(4, digests(events, 2, 3, 9).size());
        assertEquals(1, digests(events, 2, 3).stream().distinct().count());
        assertEquals(digest(events, 2, TraceEvent.Action.RECEIVED), digest(events, 9, TraceEvent.Action.SENT));
        assertEquals(digest(events, 12, TraceEvent.Action.RECEIVED), digest(events, 18, TraceEvent.Action.SENT));
        assertEquals(
                reader.findCommands() + " sent, one every 300 ms", events.get(0).note());
        assertEquals(
                "broadcasting stopped after " + reader.findCommands(),
                events.get(3).note());
    }

    @Test
    void readersAreIndependent() {
        List<String> names = List.of("r-1", "r-2", "r-3", "r-4");
        List<FakeReader> readers = names.stream().map(bench::reader).toList();
        readers.get(0).insert(new FakeCard());
        readers.get(1).insert(new FakeCard());
        readers.get(2).insert(new FakeCard());
        bench.until("r-1", "RELAYING");
        readers.get(1).unplug();
        readers.get(2).fault(Optional.of(FailureCode.READER_FAULT));
        bench.until("r-3", "PAUSING");
        bench.until("r-1", "PRESENT");
        readers.get(3).insert(new FakeCard());
        bench.until("r-4", "PRESENT");

        assertEquals(
                List.of("r-1", "r-3", "r-4"),
                bench.terminal.readers().stream().map(ReaderStatus::name).toList());
        await().until(() -> bench.delivered.size() == 2);
        assertEquals(4, headers().map(Header::session).distinct().count());
    }

    @Test
    void severalReadersReadAtOnce() {
        List<String> names = List.of("r-1", "r-2", "r-3", "r-4", "r-5", "r-6", "r-7", "r-8");
        names.stream().map(bench::reader).forEach(reader -> reader.insert(new FakeCard()));

        names.forEach(name -> bench.until(name, "PRESENT"));

        await().until(() -> bench.delivered.size() == names.size());
        assertEquals(
                names.size(),
                bench.delivered.stream()
                        .map(delivered -> delivered.presence().reader())
                        .distinct()
                        .count());
        List<UUID> firstTwo = headers().map(Header::session).limit(2).toList();
        assertEquals(2, firstTwo.stream().distinct().count());
    }

    @Test
    void closingEndsSessionsWithTerminalStopped() {
        bench.reader("r-1").insert(new FakeCard());
        bench.until("r-1", "RELAYING");

        bench.close();
        bench.loop.pass(100);

        assertEquals(1, bench.server.heard(MessageType.FAILURE).size());
        assertEquals("STOPPED", bench.state("r-1"));
    }

    private List<Change> changes() {
        return bench.events.stream()
                .filter(ReaderChanged.class::isInstance)
                .map(event -> ((ReaderChanged) event).change())
                .toList();
    }

    private Stream<Header> headers() {
        return bench.server.heard().stream().map(Frame::header);
    }

    private static List<Integer> digests(List<TraceEvent> events, Integer... steps) {
        return events.stream()
                .filter(event -> List.of(steps).contains(event.step()))
                .map(TraceEvent::digest)
                .toList();
    }

    private static int digest(List<TraceEvent> events, int step, TraceEvent.Action action) {
        return events.stream()
                .filter(event -> event.step() == step && event.action() == action)
                .map(TraceEvent::digest)
                .findFirst()
                .orElseThrow();
    }
}
