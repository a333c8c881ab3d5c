package org.idrelay.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.idrelay.api.Bytes;
import org.idrelay.api.reader.CardReader;
import org.idrelay.api.reader.DescribedReader;
import org.idrelay.card.Atqb;
import org.idrelay.card.CardCommand;
import org.idrelay.card.CardFile;
import org.idrelay.card.MalformedException;
import org.idrelay.card.TypeBFrame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every driver of a bare type B reader must do, as {@link CardReader} says. Implement it in a test class of your own
 * with a {@link ReaderRig} for your reader, and every test runs on it.
 */
@Timeout(60)
public interface CardReaderConformance {

    /** How long the card may take, milliseconds. */
    int CARD_MILLIS = 500;

    /** How much longer than the card may take a driver may take to say that nothing came, milliseconds. */
    int SLACK_MILLIS = 2000;

    /** How long a field must be off for a card to forget its state, milliseconds. */
    int FIELD_OFF_MILLIS = 20;

    /** A fresh rig: the reader works, its field is off, and no card is near. */
    ReaderRig rig() throws Exception;

    @Test
    default void hasANameThatFits() throws Exception {
        try (ReaderRig rig = rig()) {
            assertTrue(
                    rig.reader().name().matches("[A-Za-z0-9._-]{1,64}"),
                    rig.reader().name());
        }
    }

    @Test
    default void saysInWordsWhatItIsIfItCan() throws Exception {
        try (ReaderRig rig = rig()) {
            if (rig.reader() instanceof DescribedReader described) {
                assertFalse(described.description().isBlank());
            }
        }
    }

    @Test
    default void hearsNothingWithoutACard() throws Exception {
        try (ReaderRig rig = rig()) {
            rig.reader().field(true);
            assertEquals(Optional.empty(), exchange(rig, CardCommand.REQB));
        }
    }

    @Test
    default void hearsNothingWithoutAField() throws Exception {
        try (ReaderRig rig = rig()) {
            rig.insert();
            rig.reader().field(true);
            rig.reader().field(false);
            assertEquals(Optional.empty(), exchange(rig, CardCommand.REQB));
        }
    }

    @Test
    default void findsACard() throws Exception {
        try (ReaderRig rig = rig()) {
            present(rig);
            Atqb atqb = Atqb.of(answer(rig, CardCommand.REQB));
            assertEquals(Atqb.RESIDENT_PUPI, atqb.pupi());
            assertFalse(atqb.isPart4());
        }
    }

    @Test
    default void findsACardThatComesLater() throws Exception {
        try (ReaderRig rig = rig()) {
            rig.reader().field(true);
            assertEquals(Optional.empty(), exchange(rig, CardCommand.REQB));
            rig.insert();
            Atqb.of(answer(rig, CardCommand.REQB));
        }
    }

    @Test
    default void selectsACard() throws Exception {
        try (ReaderRig rig = rig()) {
            select(rig);
        }
    }

    /** The driver sends what it is told, and no ATTRIB or REQB of its own. */
    @Test
    default void aSelectedCardHearsNoFindCommand() throws Exception {
        try (ReaderRig rig = rig()) {
            select(rig);
            assertEquals(Optional.empty(), exchange(rig, CardCommand.REQB));
        }
    }

    @Test
    default void aCardForgetsItsStateWithoutField() throws Exception {
        try (ReaderRig rig = rig()) {
            select(rig);
            rig.reader().field(false);
            pause();
            rig.reader().field(true);
            Atqb.of(answer(rig, CardCommand.REQB));
        }
    }

    /** A resident identity card knows no ISO/IEC 14443-4 blocks: a driver must add none. */
    @Test
    default void passesCommandsAndAnswersAsTheyAre() throws Exception {
        try (ReaderRig rig = rig()) {
            select(rig);
            Bytes uniqueId = answer(rig, CardCommand.GET_UNIQUE_ID);
            assertEquals(CardCommand.UNIQUE_ID_LENGTH + CardCommand.STATUS_LENGTH, uniqueId.length());
            assertTrue(uniqueId.endsWith(CardCommand.SUCCESS));
            assertTrue(uniqueId.equals(answer(rig, CardCommand.GET_UNIQUE_ID)));
        }
    }

    @Test
    default void readsTheFirstFile() throws Exception {
        try (ReaderRig rig = rig()) {
            select(rig);
            assertTrue(answer(rig, CardCommand.SELECT_FIRST_FILE).startsWith(CardCommand.SUCCESS));
            assertTrue(answer(rig, CardCommand.READ_FIRST_FILE).length()
                    >= CardFile.MANAGEMENT.length() + CardCommand.STATUS_LENGTH);
        }
    }

    /** Commands of many lengths, one after the other; a card refuses some, but answers each. */
    @Test
    default void exchangesManyCommandsInARow() throws Exception {
        try (ReaderRig rig = rig()) {
            select(rig);
            for (int round = 0; round < 20; round++) {
                for (CardFile file : List.of(CardFile.MANAGEMENT, CardFile.TEXT)) {
                    for (Bytes command : CardCommand.readWholeFile(file)) {
                        assertTrue(answer(rig, command).length() >= 2);
                    }
                }
            }
        }
    }

    @Test
    default void aLiftedCardIsSilence() throws Exception {
        try (ReaderRig rig = rig()) {
            select(rig);
            rig.lift();
            assertEquals(Optional.empty(), exchange(rig, CardCommand.GET_UNIQUE_ID));
        }
    }

    @Test
    default void worksAgainAfterSilence() throws Exception {
        try (ReaderRig rig = rig()) {
            for (int round = 0; round < 5; round++) {
                select(rig);
                rig.lift();
                assertEquals(Optional.empty(), exchange(rig, CardCommand.GET_UNIQUE_ID));
                rig.reader().field(false);
                pause();
            }
        }
    }

    /** A card answers nothing to a frame with a wrong CRC_B: so the driver does not mend it. */
    @Test
    default void sendsTheCrcThatItIsGiven() throws Exception {
        try (ReaderRig rig = rig()) {
            present(rig);
            byte[] frame = TypeBFrame.seal(CardCommand.REQB).toArray();
            frame[frame.length - 1] ^= 1;
            assertEquals(Optional.empty(), rig.reader().exchange(Bytes.of(frame), CARD_MILLIS));
            Atqb.of(answer(rig, CardCommand.REQB));
        }
    }

    @Test
    default void silenceIsBounded() throws Exception {
        try (ReaderRig rig = rig()) {
            rig.reader().field(true);
            long began = System.nanoTime();
            assertEquals(Optional.empty(), exchange(rig, CardCommand.REQB));
            long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
            assertTrue(took < CARD_MILLIS + SLACK_MILLIS, took + " ms");
        }
    }

    /** An interrupted driver ends its call soon, one way or the other, and can be used again. */
    @Test
    default void canBeInterrupted() throws Exception {
        try (ReaderRig rig = rig()) {
            CardReader reader = rig.reader();
            reader.field(true);
            CompletableFuture<Optional<Bytes>> call = new CompletableFuture<>();
            Thread device = new Thread(() -> {
                try {
                    call.complete(reader.exchange(TypeBFrame.seal(CardCommand.REQB), CARD_MILLIS));
                } catch (Exception e) {
                    call.completeExceptionally(e);
                }
            });
            device.start();
            device.interrupt();
            try {
                assertEquals(Optional.empty(), call.get(CARD_MILLIS + SLACK_MILLIS, TimeUnit.MILLISECONDS));
            } catch (ExecutionException e) {
                assertInstanceOf(InterruptedException.class, e.getCause());
            }
            device.join();
            rig.insert();
            reader.field(false);
            pause();
            reader.field(true);
            Atqb.of(answer(rig, CardCommand.REQB));
        }
    }

    /** The terminal broadcasts, the driver only polls when it is told. */
    @Test
    default void neverPollsByItself() throws Exception {
        try (ReaderRig rig = rig()) {
            present(rig);
            answer(rig, CardCommand.REQB);
            if (rig.framesOnAir().isPresent()) {
                long before = rig.framesOnAir().getAsLong();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(CARD_MILLIS));
                assertEquals(before, rig.framesOnAir().getAsLong());
                exchange(rig, CardCommand.WUPB);
                assertNotEquals(before, rig.framesOnAir().getAsLong());
            }
        }
    }

    private static void present(ReaderRig rig) throws Exception {
        rig.insert();
        rig.reader().field(true);
    }

    private static void select(ReaderRig rig) throws Exception {
        present(rig);
        Atqb atqb = Atqb.of(answer(rig, CardCommand.REQB));
        assertEquals(CardCommand.ATTRIB_ANSWER, answer(rig, CardCommand.attrib(atqb.pupi())));
    }

    private static Optional<Bytes> exchange(ReaderRig rig, Bytes command) throws Exception {
        return rig.reader().exchange(TypeBFrame.seal(command), CARD_MILLIS);
    }

    /** The card's answer, whose CRC_B must be good. */
    private static Bytes answer(ReaderRig rig, Bytes command) throws Exception {
        Optional<Bytes> frame = exchange(rig, command);
        assertTrue(frame.isPresent(), "the card did not answer");
        try {
            return TypeBFrame.open(frame.get());
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }

    private static void pause() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(FIELD_OFF_MILLIS));
    }
}
