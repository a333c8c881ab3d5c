package org.idrelay.terminal;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import org.idrelay.api.FailureCode;
import org.idrelay.api.record.CardPresence;
import org.idrelay.api.record.IdentityRecord;
import org.idrelay.api.record.RecordSink;
import org.idrelay.api.record.SinkResult;
import org.idrelay.card.MalformedException;
import org.idrelay.card.RecordLayout;
import org.idrelay.operations.reading.ReadingEvent;
import org.idrelay.operations.reading.ReadingEvent.NotTaken;
import org.idrelay.operations.reading.ReadingEvent.RecordRead;
import org.idrelay.operations.reading.ReadingListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeliveryTest {

    private static final CardPresence PRESENCE = new CardPresence(new UUID(1, 1), "t-01", "r-1");
    private static final UUID SESSION = new UUID(2, 2);

    private final Delivery delivery = new Delivery();
    private final List<CardPresence> taken = new CopyOnWriteArrayList<>();
    private final List<ReadingEvent> heard = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        delivery.close();
    }

    @Test
    void givesARecordToEverySinkOnceAndThenTellsIt() throws Exception {
        delivery.add(sink(this::take));
        delivery.add(sink(this::take));
        delivery.add(heard::add);

        delivery.deliver(record(), PRESENCE, SESSION, 7);
        delivery.deliver(record(), PRESENCE, SESSION, 7);

        await().until(() -> taken.size() >= 4 && heard.size() >= 2);
        assertEquals(4, taken.size());
        assertTrue(heard.stream().allMatch(RecordRead.class::isInstance));
    }

    @Test
    void aSinkThatThrowsOrFailsIsReportedAndHarmsNobody() throws Exception {
        delivery.add(sink((record, presence) -> {
            throw new IllegalStateException(record.name());
        }));
        delivery.add(sink((record, presence) -> new SinkResult.Failed(FailureCode.SINK_FAILED)));
        delivery.add(sink(this::take));
        delivery.add(heard::add);

        delivery.deliver(record(), PRESENCE, SESSION, 7);
        delivery.deliver(record(), PRESENCE, SESSION, 7);

        await().until(() -> taken.size() == 2 && heard.size() == 6);
        assertEquals(
                4,
                heard.stream()
                        .filter(event -> event.equals(new NotTaken("r-1", SESSION, "a sink", FailureCode.SINK_FAILED)))
                        .count());
    }

    @Test
    void saysThatNobodyTookARecordWhereThereIsNoSink() throws Exception {
        delivery.add(heard::add);

        delivery.deliver(record(), PRESENCE, SESSION, 7);

        await().until(() -> heard.size() == 2);
        assertTrue(heard.get(0) instanceof RecordRead);
        assertEquals(new NotTaken("r-1", SESSION, "", FailureCode.NO_SINK), heard.get(1));
    }

    @Test
    void aListenerThatThrowsHearsTheNextEventAllTheSame() {
        delivery.add(event -> {
            heard.add(event);
            throw new IllegalStateException("on demand");
        });
        delivery.add(heard::add);

        delivery.tell(new ReadingEvent.CardGone("r-1"));
        delivery.tell(new ReadingEvent.CardGone("r-2"));

        await().until(() -> heard.size() == 4);
    }

    @Test
    void aSinkThatHangsHoldsUpNobodyAndIsReportedWhenItTakesNoMore() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        delivery.add(sink((record, presence) -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new SinkResult.Taken();
        }));
        delivery.add(sink(this::take));
        delivery.add(heard::add);
        delivery.deliver(record(), PRESENCE, SESSION, 7);
        await().until(() -> taken.size() == 1 && heard.size() == 1);

        for (int i = 0; i < Receiver.MAX_WAITING + 1; i++) {
            delivery.deliver(record(), PRESENCE, SESSION, 7);
        }

        await().until(() -> heard.stream().anyMatch(NotTaken.class::isInstance));
        release.countDown();
    }

    @Test
    void aSinkThatWasRemovedIsCalledNoMore() throws Exception {
        RecordSink sink = sink(this::take);
        delivery.add(sink);
        delivery.deliver(record(), PRESENCE, SESSION, 7);
        await().until(() -> taken.size() == 1);

        delivery.remove(sink);
        CountDownLatch told = new CountDownLatch(1);
        delivery.add(event -> told.countDown());
        delivery.deliver(record(), PRESENCE, SESSION, 7);

        told.await();
        assertEquals(1, taken.size());
    }

    @Test
    void aListenerMayRemoveItselfWhileItIsCalled() {
        AtomicBoolean interrupted = new AtomicBoolean(true);
        delivery.add(new ReadingListener() {
            @Override
            public void happened(ReadingEvent event) {
                delivery.remove(this);
                interrupted.set(Thread.currentThread().isInterrupted());
                heard.add(event);
            }
        });

        delivery.tell(new ReadingEvent.CardGone("r-1"));

        await().until(() -> heard.size() == 1);
        assertFalse(interrupted.get());
    }

    @Test
    void theRecordUsedHereIsARecord() throws Exception {
        assertEquals("990000199001010017", record().number());
        assertThrows(MalformedException.class, () -> RecordLayout.parse(List.of()));
    }

    private SinkResult take(IdentityRecord record, CardPresence presence) {
        taken.add(presence);
        return new SinkResult.Taken();
    }

    private static RecordSink sink(BiFunction<IdentityRecord, CardPresence, SinkResult> delivery) {
        return new RecordSink() {
            @Override
            public String name() {
                return "a sink";
            }

            @Override
            public SinkResult deliver(IdentityRecord record, CardPresence presence) {
                return delivery.apply(record, presence);
            }
        };
    }

    private static IdentityRecord record() throws Exception {
        return RecordLayout.parse(List.of(Records.hostFrame()));
    }
}
