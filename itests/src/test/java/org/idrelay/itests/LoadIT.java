package org.idrelay.itests;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.idrelay.api.record.IdentityRecord;
import org.idrelay.operations.reading.ReadingEvent;
import org.idrelay.simulator.CardPersonaliser;
import org.idrelay.simulator.SimulatedReader;
import org.idrelay.simulator.SyntheticPeople;
import org.idrelay.simulator.SyntheticPerson;
import org.junit.BeforeClass;
import org.junit.Test;

/** Many reads: every record right, and no lease, thread or file descriptor left over. */
public class LoadIT {

    private static final int READS_IN_A_ROW = 1000;
    private static final int READERS = 16;
    private static final int VERIFIERS = 4;
    private static final int READS_EACH = 6;
    private static final List<SyntheticPerson> PEOPLE = SyntheticPeople.all();

    private static final List<String> LEAKS = new CopyOnWriteArrayList<>();

    @BeforeClass
    public static void watchForLeaks() {
        assertEquals(ResourceLeakDetector.Level.PARANOID, ResourceLeakDetector.getLevel());
        ByteBufUtil.setLeakListener((resource, records) -> LEAKS.add(resource));
    }

    @Test
    public void readsAThousandCardsInARowThroughOneVerifier() throws Exception {
        try (PlainRelay relay = new PlainRelay(1, 1, "idle")) {
            read(relay, 20, 0); // what is made once is made now
            long threads = threads();
            long descriptors = descriptors();
            read(relay, READS_IN_A_ROW, 0);

            assertNothingLeft(relay, 1);
            await().untilAsserted(
                            () -> assertTrue("threads: " + threads() + " > " + threads, threads() <= threads + 2));
            await().untilAsserted(() -> assertTrue(
                    "descriptors: " + descriptors() + " > " + descriptors, descriptors() <= descriptors + 2));
            assertEquals(
                    READS_IN_A_ROW + 20,
                    relay.operations.verifiers().get(0).tally().reads());
            assertEquals(0, relay.operations.verifiers().get(0).tally().failures());
        }
    }

    /** A handshake takes milliseconds: on the event loop it would hold up everybody. */
    @Test
    public void noSessionKeyIsAgreedOnByAnEventLoop() throws Exception {
        try (PlainRelay relay = new PlainRelay(1, 1, "idle");
                LoopWatch watch = new LoopWatch()) {
            read(relay, 100, 0);
            assertTrue("seen: " + watch.seenElsewhere(), watch.seenElsewhere() > 50);
            assertEquals(Set.of(), watch.seenOnLoops());
        }
    }

    /** Sixteen cards at once; whoever finds no verifier waits in the queue. */
    @Test
    public void readsSixteenReadersOverFourVerifiersAtOnce() throws Exception {
        try (PlainRelay relay = new PlainRelay(VERIFIERS, READERS, "idle")) {
            for (int round = 0; round < READS_EACH; round++) {
                Map<String, SyntheticPerson> laidOn = new HashMap<>();
                for (int i = 0; i < READERS; i++) {
                    SyntheticPerson person = PEOPLE.get((i + round) % PEOPLE.size());
                    laidOn.put(relay.readers.get(i).name(), person);
                    relay.readers.get(i).insert(CardPersonaliser.issue(person));
                }
                while (!laidOn.isEmpty()) {
                    ReadingEvent event = relay.events.poll(30, TimeUnit.SECONDS);
                    assertTrue("readers that read nothing: " + laidOn.keySet(), event != null);
                    if (event instanceof ReadingEvent.RecordRead read) {
                        assertIsOf(Objects.requireNonNull(laidOn.remove(read.reader())), read);
                    }
                    assertTrue("a read failed", !(event instanceof ReadingEvent.ReadFailed));
                }
                relay.readers.forEach(SimulatedReader::lift);
                await().until(() -> relay.terminal.readers().stream().noneMatch(reader -> reader.cardPresent()));
                relay.events.clear();
            }
            assertNothingLeft(relay, VERIFIERS);
            assertEquals(
                    READERS * READS_EACH,
                    relay.operations.verifiers().stream()
                            .mapToLong(verifier -> verifier.tally().reads())
                            .sum());
        }
    }

    private static void read(PlainRelay relay, int count, int readerIndex) throws InterruptedException {
        SimulatedReader reader = relay.readers.get(readerIndex);
        for (int i = 0; i < count; i++) {
            SyntheticPerson person = PEOPLE.get(i % PEOPLE.size());
            reader.insert(CardPersonaliser.issue(person));
            assertIsOf(person, relay.next(ReadingEvent.RecordRead.class, 15));
            reader.lift();
            relay.next(ReadingEvent.CardGone.class, 15);
        }
    }

    private static void assertIsOf(SyntheticPerson person, ReadingEvent.RecordRead read) {
        IdentityRecord record = read.record();
        assertTrue("another person's record", person.text().equals(record.text()));
        assertTrue("another person's photo", person.photo().equals(record.photo()));
    }

    private static void assertNothingLeft(PlainRelay relay, int verifiers) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> relay.idle() == verifiers
                        && relay.operations.sessions().isEmpty()
                        && relay.operations.verifiers().stream()
                                .allMatch(verifier -> verifier.session().isEmpty()));
        assertNoLeaks();
    }

    /** Netty's leak detector looks at what was collected whenever a buffer is taken. */
    private static void assertNoLeaks() {
        for (int i = 0; i < 3; i++) {
            System.gc();
            PooledByteBufAllocator.DEFAULT.buffer(1).release();
        }
        assertEquals(List.of(), LEAKS);
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .count();
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }
}
