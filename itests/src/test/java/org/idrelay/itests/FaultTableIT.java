package org.idrelay.itests;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.idrelay.api.Party;
import org.idrelay.operations.reading.ReaderStatus;
import org.idrelay.operations.reading.ReadingEvent;
import org.idrelay.operations.trace.TraceSource;
import org.idrelay.simulator.CardPersonaliser;
import org.idrelay.simulator.SamFault;
import org.idrelay.simulator.SimulatedReader;
import org.idrelay.simulator.SimulatedSam;
import org.idrelay.simulator.SyntheticPeople;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/**
 * Every fault at every step ends as the table of {@code docs/session.md} says, in bounded time; the verifier is free afterwards,
 * and the next card reads.
 */
public class FaultTableIT {

    private static final Path DOCUMENT = Path.of(System.getProperty("idrelay.root"), "docs", "session.md");
    private static final int OUTCOME_SECONDS = 15;

    private PlainRelay relay;
    private SimulatedReader reader;
    private SimulatedSam sam;

    @Before
    public void start() throws Exception {
        relay = new PlainRelay(1, 1, "idle");
        reader = relay.readers.get(0);
        sam = relay.sams.get(0);
    }

    @After
    public void stop() throws Exception {
        relay.close();
    }

    @Test
    public void endsAsTheTableSays() throws Exception {
        Map<String, List<String>> documented = documented();
        Map<String, List<String>> seen = new LinkedHashMap<>();
        for (int step = 1; step <= 28; step++) {
            List<String> row = new ArrayList<>();
            for (Fault fault : faults()) {
                row.add(outcome(step, fault));
                assertRecovers("step %d, fault %d (%s)".formatted(step, row.size(), row.get(row.size() - 1)));
            }
            seen.put("%02d".formatted(step), row);
        }
        assertEquals(text(documented), text(seen));
    }

    /**
     * A column of the table.
     *
     * @param happens what goes wrong
     * @param verifierGoes whether the server loses the verifier by it
     */
    private record Fault(Runnable happens, boolean verifierGoes) {}

    private List<Fault> faults() {
        return List.of(
                new Fault(reader::lift, false),
                new Fault(() -> sam.fault(SamFault.STALL), false),
                new Fault(() -> sam.fault(SamFault.GARBAGE), false),
                new Fault(() -> sam.fault(SamFault.CLOSE), true),
                new Fault(() -> relay.hostProxy.cut(true), true));
    }

    /** Lays a card on, lets the fault happen when the step is recorded, and waits for how the read ends. */
    private String outcome(int step, Fault fault) throws InterruptedException {
        relay.events.clear();
        long began = System.nanoTime();
        AtomicBoolean done = new AtomicBoolean();
        List<TraceSource.Following> following = relay.traces().stream()
                .map(source -> source.follow(event -> {
                    if (event.step() == step && event.party() == recordedBy(step) && done.compareAndSet(false, true)) {
                        awaitHostAnswers(began, step);
                        fault.happens().run();
                        awaitNoticed(step, fault);
                    }
                }))
                .toList();
        try {
            reader.insert(CardPersonaliser.issue(SyntheticPeople.all().get(step % 12)));
            return result();
        } finally {
            following.forEach(TraceSource.Following::close);
        }
    }

    /**
     * What the SAM owes at that point of the read it has said: it answers the confirms of steps 10 and 19 while the terminal is
     * already further on, and a fault before or behind that answer is not the same fault.
     */
    private void awaitHostAnswers(long began, int step) {
        long owed = step >= 20 ? 2 : step >= 11 ? 1 : 0;
        await().until(() -> saidByHost(began) >= owed);
    }

    private long saidByHost(long since) {
        return sam.log().stream()
                .filter(entry -> entry.nanos() > since && !entry.rf() && !entry.heard())
                .count();
    }

    /** The server notices that the verifier is gone before the terminal goes on: both are told at about the same time. */
    private void awaitNoticed(int step, Fault fault) {
        if (fault.verifierGoes() && recordedBy(step) == Party.TERMINAL) {
            await().until(() -> relay.hostIsGone());
        }
    }

    private String result() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(OUTCOME_SECONDS);
        while (System.nanoTime() < deadline) {
            ReadingEvent event = relay.events.poll(50, TimeUnit.MILLISECONDS);
            if (event instanceof ReadingEvent.RecordRead) {
                return "record";
            }
            if (event instanceof ReadingEvent.ReadFailed failed) {
                return failed.code().name();
            }
        }
        return "nothing in " + OUTCOME_SECONDS + " s";
    }

    /** Once everything is well again the verifier is free, and the next card reads. */
    private void assertRecovers(String cell) throws InterruptedException {
        sam.mend();
        relay.hostProxy.mend();
        reader.lift();
        await(cell + ": verifier free")
                .atMost(Duration.ofSeconds(30))
                .until(() -> relay.idle() == 1 && relay.operations.sessions().isEmpty());
        awaitEmpty(cell);
        relay.events.clear();
        reader.insert(CardPersonaliser.issue(SyntheticPeople.all().get(0)));
        await(cell + ": next card read")
                .atMost(Duration.ofSeconds(OUTCOME_SECONDS))
                .until(() -> relay.events.stream().anyMatch(ReadingEvent.RecordRead.class::isInstance));
        reader.lift();
        awaitEmpty(cell);
    }

    /** The terminal has looked for cards for a while and found none. */
    private void awaitEmpty(String cell) {
        long before = relay.terminal.readers().get(0).polling().broadcasts();
        await(cell + ": card gone").until(() -> {
            ReaderStatus status = relay.terminal.readers().get(0);
            return status.state().equals("POLLING") && status.polling().broadcasts() > before + 3;
        });
    }

    /** Which party's own event stands for the step. */
    private static Party recordedBy(int step) {
        return switch (step) {
            case 5, 7, 10, 14, 16, 19, 23, 26, 27 -> Party.SERVER;
            case 6, 15, 24 -> Party.VERIFIER;
            default -> Party.TERMINAL;
        };
    }

    private static Map<String, List<String>> documented() throws Exception {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        for (String line : Files.readAllLines(DOCUMENT)) {
            if (line.matches("\\| [0-9]{2} \\|.*")) {
                List<String> cells = List.of(line.split("\\|", -1)).stream()
                        .map(String::strip)
                        .toList();
                rows.put(cells.get(1), cells.subList(3, 8));
            }
        }
        assertEquals(
                28,
                IntStream.rangeClosed(1, 28)
                        .filter(step -> rows.containsKey("%02d".formatted(step)))
                        .count());
        return rows;
    }

    private static String text(Map<String, List<String>> rows) {
        StringBuilder text = new StringBuilder();
        rows.forEach((step, cells) -> text.append("| %s | %s |%n".formatted(step, String.join(" | ", cells))));
        return text.toString();
    }
}
