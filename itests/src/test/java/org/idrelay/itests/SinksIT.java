package org.idrelay.itests;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.idrelay.api.FailureCode;
import org.idrelay.api.record.CardPresence;
import org.idrelay.api.record.IdentityRecord;
import org.idrelay.api.record.RecordSink;
import org.idrelay.api.record.SinkResult;
import org.idrelay.operations.reading.ReadingEvent;
import org.idrelay.operations.trace.TraceEvent;
import org.idrelay.simulator.CardPersonaliser;
import org.idrelay.simulator.SyntheticPeople;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/** A record goes to whoever is there to take it: a display, a store, both; once each, after the read's last step. */
public class SinksIT {

    private static final int LAST_STEP = 28;

    @SuppressWarnings("NullAway.Init") // set before any test
    private static PlainRelay relay;

    private final CountingSink display = new CountingSink("display");
    private final CountingSink store = new CountingSink("store");

    /** Notes for each card what step the terminal had come to, and how often its record was delivered. */
    private record CountingSink(String name, Map<UUID, Integer> deliveries, Map<UUID, Integer> steps)
            implements RecordSink {

        CountingSink(String name) {
            this(name, new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
        }

        @Override
        public SinkResult deliver(IdentityRecord record, CardPresence presence) {
            UUID session = relay.terminal.trace().last().orElseThrow();
            int step = relay.terminal.trace().events(session).stream()
                    .mapToInt(TraceEvent::step)
                    .max()
                    .orElse(0);
            steps.put(presence.id(), step);
            deliveries.merge(presence.id(), 1, Integer::sum);
            return new SinkResult.Taken();
        }
    }

    @BeforeClass
    public static void start() throws Exception {
        relay = new PlainRelay(1, 1, "idle");
    }

    @AfterClass
    public static void stop() throws Exception {
        relay.close();
    }

    @Test
    public void aDisplayAloneTakesTheRecord() throws Exception {
        UUID presence = read(display);
        assertTookOnce(display, presence);
        assertEquals(Map.of(), store.deliveries());
    }

    @Test
    public void aStoreAloneTakesTheRecord() throws Exception {
        UUID presence = read(store);
        assertTookOnce(store, presence);
        assertEquals(Map.of(), display.deliveries());
    }

    @Test
    public void displayAndStoreBothTakeTheRecord() throws Exception {
        UUID presence = read(display, store);
        assertTookOnce(display, presence);
        assertTookOnce(store, presence);
    }

    @Test
    public void theClerkIsWarnedWhereThereIsNeither() throws Exception {
        insert();
        ReadingEvent.NotTaken warning = relay.next(ReadingEvent.NotTaken.class, 20);
        lift();
        assertEquals(FailureCode.NO_SINK, warning.code());
        assertTrue(warning.sink().isEmpty());
    }

    /** Reads one card with these sinks; its presence. */
    private static UUID read(RecordSink... sinks) throws InterruptedException {
        List.of(sinks).forEach(relay.terminal::addSink);
        try {
            insert();
            ReadingEvent.RecordRead read = relay.next(ReadingEvent.RecordRead.class, 20);
            for (RecordSink sink : sinks) {
                await().until(() -> ((CountingSink) sink)
                        .deliveries()
                        .containsKey(read.presence().id()));
            }
            lift();
            return read.presence().id();
        } finally {
            List.of(sinks).forEach(relay.terminal::removeSink);
        }
    }

    private static void insert() {
        relay.readers.get(0).insert(CardPersonaliser.issue(SyntheticPeople.all().get(0)));
    }

    private static void lift() throws InterruptedException {
        relay.readers.get(0).lift();
        relay.next(ReadingEvent.CardGone.class, 10);
    }

    private static void assertTookOnce(CountingSink sink, UUID presence) {
        assertEquals(Map.of(presence, 1), sink.deliveries());
        assertEquals(Map.of(presence, LAST_STEP), sink.steps());
    }
}
