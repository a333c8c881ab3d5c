package org.idrelay.simulator;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.reader.ReaderException;
import org.idrelay.card.CardCommand;
import org.idrelay.card.MalformedException;
import org.idrelay.card.TypeBFrame;
import org.idrelay.simulator.SimulatedReader.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SimulatedReaderTest {

    private static final Bytes REQB = TypeBFrame.seal(CardCommand.REQB);
    private static final int MILLIS = 5;

    private final SimulatedReader reader = new SimulatedReader("reader-1");
    private final SimulatedCard card =
            CardPersonaliser.issue(SyntheticPeople.all().get(0));

    @Test
    void hearsACardOnlyInItsField() throws Exception {
        assertTrue(poll().isEmpty());
        reader.insert(card);
        assertTrue(poll().isEmpty());
        reader.field(true);
        assertEquals(12, TypeBFrame.open(poll().orElseThrow()).length());
        reader.lift();
        assertTrue(poll().isEmpty());
        assertEquals(4, reader.exchanges());
        assertEquals(2, card.log().size());
    }

    @Test
    void takesTheCardsStateWithTheField() throws Exception {
        select();
        assertEquals(SimulatedCard.State.ACTIVE, card.state());
        assertTrue(poll().isEmpty());
        reader.field(false);
        reader.field(true);
        assertTrue(poll().isPresent());
        select();
        reader.lift();
        assertEquals(SimulatedCard.State.IDLE, card.state());
    }

    @Test
    void spoilsAsManyAnswersAsItWasTold() throws Exception {
        reader.field(true);
        reader.insert(card);
        reader.fault(Fault.SILENCE, 2);
        assertTrue(poll().isEmpty());
        assertTrue(poll().isEmpty());
        assertTrue(poll().isPresent());
        reader.fault(Fault.GARBAGE, 1);
        assertThrows(MalformedException.class, () -> TypeBFrame.open(poll().orElseThrow()));
        reader.fault(Fault.TRUNCATION, 1);
        assertEquals(13, poll().orElseThrow().length());
        reader.fault(Fault.ERROR, 1);
        assertEquals(
                FailureCode.READER_FAULT,
                assertThrows(ReaderException.class, this::poll).code());
        assertTrue(poll().isPresent());
    }

    @Test
    void comesBackFromAStallWhenItIsInterrupted() throws Exception {
        reader.field(true);
        reader.insert(card);
        reader.fault(Fault.STALL, 1);
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                poll();
            } catch (Exception e) {
                thrown.complete(e);
            }
        });
        thread.start();
        await().atMost(Duration.ofSeconds(30)).until(() -> thread.getState() == Thread.State.WAITING);
        thread.interrupt();
        assertTrue(thrown.get() instanceof InterruptedException);
        assertTrue(poll().isPresent());
    }

    @Test
    void losesTheCardAfterTheFrameThatWasNamed() throws Exception {
        reader.field(true);
        reader.insert(card);
        reader.liftAfter(2);
        assertTrue(poll().isPresent());
        assertTrue(poll().isPresent());
        assertTrue(reader.hasCard());
        assertTrue(poll().isEmpty());
        assertFalse(reader.hasCard());
        reader.insert(card);
        assertTrue(poll().isPresent());
    }

    private void select() throws Exception {
        reader.field(true);
        reader.insert(card);
        poll();
        Bytes attrib = TypeBFrame.seal(CardCommand.attrib(Bytes.of(new byte[4])));
        assertTrue(reader.exchange(attrib, MILLIS).isPresent());
    }

    private Optional<Bytes> poll() throws ReaderException, InterruptedException {
        return reader.exchange(REQB, MILLIS);
    }
}
