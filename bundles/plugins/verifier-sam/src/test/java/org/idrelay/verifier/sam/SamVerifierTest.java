package org.idrelay.verifier.sam;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.verifier.Capability;
import org.idrelay.api.verifier.Card;
import org.idrelay.api.verifier.CardAnswer;
import org.idrelay.api.verifier.CardException;
import org.idrelay.api.verifier.CardExchange;
import org.idrelay.api.verifier.Verifier;
import org.idrelay.api.verifier.VerifierException;
import org.idrelay.card.CardCommand;
import org.idrelay.card.SamScript;
import org.idrelay.simulator.CardPersonaliser;
import org.idrelay.simulator.SamFault;
import org.idrelay.simulator.SyntheticPeople;
import org.idrelay.simulator.SyntheticPerson;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Through real sockets to a simulated SAM, with a simulated card at the far end. */
@Timeout(120)
class SamVerifierTest {

    private static final int RF_ANSWER_MILLIS = 1000;
    private static final int HOST_ANSWER_MILLIS = 5000;
    private static final Bytes ATQB = Bytes.ofHex("5000000000D103860C008080");
    private static final Bytes UNIQUE_ID = Bytes.of(new byte[8]);

    private SamBench bench;

    @BeforeEach
    void start() throws IOException {
        bench = new SamBench(RF_ANSWER_MILLIS, HOST_ANSWER_MILLIS);
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void readsEveryPersonThroughOneVerifier() throws Exception {
        Verifier verifier = bench.verifier();
        for (SyntheticPerson person : SyntheticPeople.all()) {
            bench.reads(verifier, person, Set.of(Capability.TEXT_PHOTO));
            bench.reads(verifier, person, Set.of(Capability.TEXT_PHOTO, Capability.ADDRESS));
            bench.reads(verifier, person, Set.of(Capability.TEXT_PHOTO, Capability.FINGERPRINT));
        }
        assertEquals(1, bench.offers.get());
    }

    @Test
    void asksTheCardOnlyForWhatTheTerminalDoesNotHold() throws Exception {
        bench.reader.insert(CardPersonaliser.issue(SyntheticPeople.all().get(0)));
        List<Bytes> asked = new ArrayList<>();
        bench.read(bench.verifier(), Set.of(Capability.TEXT_PHOTO), commands -> {
            asked.addAll(commands);
            return bench.relay().exchange(commands);
        });
        assertEquals(SamScript.opening().get(1), asked.get(0));
        assertEquals(SamScript.fileReads(false), asked.subList(4, asked.size()));
        assertEquals(22, asked.size());
    }

    @Test
    void asksForTheAddressAfterTheRecordAndTakesItsAbsenceForAnAnswer() throws Exception {
        bench.reads(bench.verifier(), SyntheticPeople.all().get(0), Set.of(Capability.TEXT_PHOTO, Capability.ADDRESS));
        assertEquals(1, bench.heard(0x3003));
    }

    @Test
    void findsAndSelectsAnewForATerminalThatConfirmsTooLate() throws Exception {
        Verifier verifier = bench.verifier();
        verifier.find();
        await().atMost(SamBench.PATIENCE).until(() -> bench.said(0x80) == 1);
        verifier.confirmFind(ATQB);
        assertEquals(2, bench.heard(0x2001));
        verifier.select();
        await().atMost(SamBench.PATIENCE).until(() -> bench.said(0x81) == 1);
        verifier.confirmSelect(CardCommand.ATTRIB_ANSWER, UNIQUE_ID);
        assertEquals(2, bench.heard(0x2002));
        verifier.release();
        bench.reads(verifier);
    }

    @Test
    void refusesAtOnceWhatTheSamDoesNotAccept() throws Exception {
        Verifier verifier = bench.verifier();
        verifier.find();
        VerifierException refused =
                assertThrows(VerifierException.class, () -> verifier.confirmFind(Bytes.of(new byte[12])));
        assertEquals(FailureCode.VERIFIER_REFUSED, refused.code());
        assertEquals("SAM state 80", refused.getMessage());
        assertEquals(1, bench.heard(0x2001));
        verifier.release();
        bench.reads(verifier);
    }

    @Test
    void blamesTheWindowForAnAnswerThatComesAfterIt() throws Exception {
        Verifier verifier = bench.verifier();
        bench.reader.insert(CardPersonaliser.issue(SyntheticPeople.all().get(0)));
        Card slow = commands -> {
            CardAnswer answer = bench.answer(commands.get(0));
            await().atMost(SamBench.PATIENCE).until(() -> bench.said(0x41) == 1);
            return List.of(answer);
        };
        VerifierException late =
                assertThrows(VerifierException.class, () -> bench.read(verifier, Set.of(Capability.TEXT_PHOTO), slow));
        assertEquals(FailureCode.VERIFIER_RF_TIMEOUT, late.code());
        verifier.release();
        bench.reads(verifier);
        assertEquals(1, bench.offers.get());
    }

    @Test
    void blamesTheCardThatLeavesACommandUnanswered() throws Exception {
        Verifier verifier = bench.verifier();
        bench.reader.insert(CardPersonaliser.issue(SyntheticPeople.all().get(0)));
        bench.reader.liftAfter(8);
        CardException gone = assertThrows(
                CardException.class, () -> bench.read(verifier, Set.of(Capability.TEXT_PHOTO), bench.relay()));
        assertEquals(FailureCode.CARD_ANSWER_MALFORMED, gone.code());
        verifier.release();
        bench.reads(verifier);
    }

    @Test
    void handsOnWhatTheExchangeThrew() throws Exception {
        Verifier verifier = bench.verifier();
        bench.reader.insert(CardPersonaliser.issue(SyntheticPeople.all().get(0)));
        CardException thrown = new CardException(FailureCode.CARD_GONE, "gone");
        Card gone = commands -> {
            throw thrown;
        };
        assertEquals(
                thrown,
                assertThrows(CardException.class, () -> bench.read(verifier, Set.of(Capability.TEXT_PHOTO), gone)));
        verifier.release();
        bench.reads(verifier);
        assertEquals(1, bench.offers.get());
    }

    @Test
    void isReleasedFromEveryPointOfASession() throws Exception {
        Verifier verifier = bench.verifier();
        verifier.release();
        verifier.find();
        verifier.release();
        verifier.find();
        verifier.confirmFind(ATQB);
        verifier.release();
        verifier.find();
        verifier.confirmFind(ATQB);
        verifier.select();
        verifier.release();
        verifier.find();
        verifier.confirmFind(ATQB);
        verifier.select();
        verifier.confirmSelect(CardCommand.ATTRIB_ANSWER, UNIQUE_ID);
        verifier.release();
        bench.reads(verifier);
        assertEquals(1, bench.offers.get());
    }

    @Test
    @Timeout(30)
    void isReleasedWithoutWaitingForTheSamToGiveUp() throws Exception {
        try (SamBench patient = new SamBench(600_000, HOST_ANSWER_MILLIS)) {
            patient.verifier().find();
            patient.verifier().release();
            patient.reads(patient.verifier());
            assertEquals(1, patient.offers.get());
        }
    }

    @Test
    void givesWayToAnInterruptWhileTheCardIsAwaited() throws Exception {
        Verifier verifier = bench.verifier();
        bench.reader.insert(CardPersonaliser.issue(SyntheticPeople.all().get(0)));
        CountDownLatch never = new CountDownLatch(1);
        assertInterrupted(() -> bench.read(verifier, Set.of(Capability.TEXT_PHOTO), commands -> {
            never.await();
            return List.of();
        }));
        verifier.release();
        bench.reads(verifier);
        assertEquals(1, bench.offers.get());
    }

    @Test
    void givesWayToAnInterruptInEveryCall() throws Exception {
        for (int call = 0; call < 6; call++) {
            Verifier verifier = bench.verifier();
            List<Interruptible> calls = List.of(
                    verifier::find,
                    () -> verifier.confirmFind(ATQB),
                    verifier::select,
                    () -> verifier.confirmSelect(CardCommand.ATTRIB_ANSWER, UNIQUE_ID),
                    () -> verifier.read(Set.of(Capability.TEXT_PHOTO), List.<CardExchange>of(), bench.relay()),
                    verifier::release);
            for (Interruptible before : calls.subList(0, call == 5 ? 0 : call)) {
                before.run();
            }
            bench.sam.fault(SamFault.STALL);
            assertInterrupted(calls.get(call));
            bench.sam.mend();
            verifier.release();
            bench.reads(verifier);
        }
        assertEquals(1, bench.offers.get());
    }

    private interface Interruptible {
        void run() throws Exception;
    }

    private static void assertInterrupted(Interruptible call) throws InterruptedException {
        List<Exception> thrown = new ArrayList<>();
        Thread thread = new Thread(() -> {
            try {
                call.run();
            } catch (Exception e) {
                thrown.add(e);
            }
        });
        thread.start();
        await().atMost(SamBench.PATIENCE)
                .until(() ->
                        thread.getState() == Thread.State.TIMED_WAITING || thread.getState() == Thread.State.WAITING);
        thread.interrupt();
        thread.join();
        assertEquals(1, thrown.size());
        assertTrue(thrown.get(0) instanceof InterruptedException, () -> "thrown: " + thrown);
    }
}
