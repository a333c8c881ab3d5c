package org.idrelay.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.idrelay.api.record.CardPresence;
import org.idrelay.api.record.SinkResult;
import org.idrelay.operations.reading.ReadingEvent;
import org.idrelay.operations.reading.ReadingEvent.ReaderChanged.Change;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DisplayTest {

    private static final long SECOND = 1000;

    private final AtomicLong clock = new AtomicLong();
    private final Events events = new Events(new Sessions(Duration.ofMinutes(1), Duration.ofMinutes(1)));
    private final Display display = new Display(Duration.ofSeconds(60), Duration.ofSeconds(10), events, clock::get);
    private final CardPresence presence = Records.presence("reader-1");

    @AfterEach
    void stop() {
        display.stop();
        events.stop();
    }

    @Test
    void showsARecordUntilItsTimeIsOver() {
        assertEquals(new SinkResult.Taken(), display.deliver(Records.first(), presence));
        clock.set(60 * SECOND - 1);
        assertTrue(display.at("reader-1").isPresent());
        clock.set(60 * SECOND);
        assertFalse(display.at("reader-1").isPresent());
    }

    @Test
    void forgetsSoonAfterTheCardIsGone() {
        display.deliver(Records.first(), presence);
        clock.set(20 * SECOND);
        display.happened(new ReadingEvent.CardGone("reader-1"));
        clock.set(30 * SECOND - 1);
        assertTrue(display.at("reader-1").isPresent());
        clock.set(30 * SECOND);
        assertFalse(display.at("reader-1").isPresent());
    }

    @Test
    void aCardThatIsGoneDoesNotLengthenTheTime() {
        display.deliver(Records.first(), presence);
        clock.set(55 * SECOND);
        display.happened(new ReadingEvent.CardGone("reader-1"));
        clock.set(60 * SECOND);
        assertFalse(display.at("reader-1").isPresent());
    }

    @Test
    void theNextCardHidesTheLastOne() {
        display.deliver(Records.first(), presence);
        display.happened(new ReadingEvent.CardFound("reader-1", UUID.randomUUID()));
        assertTrue(display.at("reader-1").isPresent(), "the same card, read again");
        display.happened(new ReadingEvent.CardGone("reader-1"));
        display.happened(new ReadingEvent.CardFound("reader-1", UUID.randomUUID()));
        assertFalse(display.at("reader-1").isPresent());
    }

    @Test
    void forgetsWhenItsReaderStops() {
        display.deliver(Records.first(), presence);
        display.happened(new ReadingEvent.ReaderChanged("reader-2", Change.STOPPED));
        assertTrue(display.at("reader-1").isPresent());
        display.happened(new ReadingEvent.ReaderChanged("reader-1", Change.STOPPED));
        assertFalse(display.at("reader-1").isPresent());
    }

    @Test
    void aRepeatedDeliveryIsTakenAndChangesNothing() {
        display.deliver(Records.first(), presence);
        clock.set(30 * SECOND);
        assertEquals(new SinkResult.Taken(), display.deliver(Records.first(), presence));
        assertEquals(30, display.at("reader-1").orElseThrow().secondsLeft(clock.get()));
        clock.set(60 * SECOND);
        display.maskDue();
        display.deliver(Records.first(), presence);
        assertFalse(display.at("reader-1").isPresent(), "it was hidden and stays so");
    }

    @Test
    void eachReaderShowsItsOwn() {
        display.deliver(Records.first(), presence);
        display.happened(new ReadingEvent.CardGone("reader-2"));
        display.hide("reader-2");
        assertEquals(60, display.at("reader-1").orElseThrow().secondsLeft(0));
        assertFalse(display.at("reader-2").isPresent());
    }
}
