package org.idrelay.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.idrelay.api.Bytes;
import org.idrelay.api.record.IdentityRecord;
import org.idrelay.card.CardFile;
import org.idrelay.card.HostFrame;
import org.idrelay.card.MalformedException;
import org.idrelay.card.RecordLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SimulatedSamTest {

    private static final int RF_ANSWER_MILLIS = 300;

    private SimulatedSam sam;

    @BeforeEach
    void start() throws IOException {
        sam = new SimulatedSam(89, 0, 0, RF_ANSWER_MILLIS);
    }

    @AfterEach
    void stop() {
        sam.close();
    }

    @Test
    void readsEveryPerson() throws Exception {
        for (SyntheticPerson person : SyntheticPeople.all()) {
            try (SamClient client = new SamClient(sam, CardPersonaliser.issue(person))) {
                HostFrame answer = read(client, person.fingerprints());
                IdentityRecord record = RecordLayout.parse(List.of(answer.encode()));
                assertEquals(person.name(), record.name());
                assertEquals(person.number(), record.number());
                assertEquals(person.text(), record.text());
                assertEquals(person.photo(), record.photo());
                assertEquals(person.fingerprintData(), record.fingerprints());
                assertTrue(record.checkDigitGood());
            }
        }
    }

    /** The counts of reference §2.3. */
    @Test
    void exchangesAsManyFramesAndBytesAsARealOne() throws Exception {
        assertEquals(List.of(25, 155, 1601), traffic(SyntheticPeople.all().get(0), false));
        assertEquals(List.of(36, 212, 2647), traffic(SyntheticPeople.all().get(1), true));
    }

    @Test
    void showsTheRecordInClearNowhereButInItsAnswer() throws Exception {
        for (SyntheticPerson person : SyntheticPeople.all()) {
            SimulatedCard card = CardPersonaliser.issue(person);
            try (SamClient client = new SamClient(sam, card)) {
                read(client, false);
            }
            Bytes name = Bytes.of(person.name().getBytes(StandardCharsets.UTF_16LE));
            for (SimulatedCard.RfEntry entry : card.log()) {
                assertFalse(contains(entry.frame(), name));
            }
        }
    }

    @Test
    void refusesACardOfAnotherKey() throws Exception {
        Map<CardFile, Bytes> files = new EnumMap<>(CardFile.class);
        files.put(CardFile.MANAGEMENT, Bytes.of(new byte[32]));
        Bytes atqb = Bytes.ofHex("5000000000D103860C008080");
        SimulatedCard forged = new SimulatedCard(atqb, Bytes.of(new byte[8]), Bytes.of(new byte[16]), files);
        try (SamClient client = new SamClient(sam, forged)) {
            assertEquals(CardRead.CARD_NOT_AUTHENTIC, read(client, false).state());
        }
    }

    @Test
    void refusesAFileThatWasCipheredWithAnotherKey() throws Exception {
        Bytes management = Bytes.of(new byte[32]);
        Map<CardFile, Bytes> files = new EnumMap<>(CardFile.class);
        for (CardFile file : CardFile.values()) {
            files.put(file, Bytes.of(new byte[file.length()]));
        }
        files.put(CardFile.MANAGEMENT, management);
        SimulatedCard damaged = new SimulatedCard(
                Bytes.ofHex("5000000000D103860C008080"),
                Bytes.of(new byte[8]),
                SimulatedCrypto.cardKey(management),
                files);
        try (SamClient client = new SamClient(sam, damaged)) {
            assertEquals(CardRead.WRONG_MAC, read(client, false).state());
        }
    }

    @Test
    void readsACardWithoutFingerprintsAsIfTheyWereEmpty() throws Exception {
        try (SamClient client = new SamClient(sam, card())) {
            HostFrame answer = read(client, true);
            assertEquals(1297, answer.encode().length());
            assertEquals(
                    Bytes.EMPTY, RecordLayout.parse(List.of(answer.encode())).fingerprints());
        }
    }

    @Test
    void handsOnTheCardsStatusWord() throws Exception {
        Map<CardFile, Bytes> noFiles = new EnumMap<>(CardFile.class);
        Bytes atqb = Bytes.ofHex("5000000000D103860C008080");
        SimulatedCard blank = new SimulatedCard(atqb, Bytes.of(new byte[8]), Bytes.of(new byte[16]), noFiles);
        try (SamClient client = new SamClient(sam, blank)) {
            assertEquals(HostFrame.response(0x6A82, CardRead.READ_FAILED, Bytes.EMPTY), read(client, false));
        }
    }

    @Test
    void failsFromTheFrameOnThatWasNamed() throws Exception {
        try (SamClient client = new SamClient(sam, card())) {
            sam.fault(SamFault.CLOSE, 2);
            assertEquals(0x9F, client.ask(0x20, 0x01).state());
            assertThrows(IOException.class, () -> client.ask(0x11, 0xFF));
        }
        sam.mend();
        try (SamClient client = new SamClient(sam, card())) {
            assertEquals(0x90, client.ask(0x11, 0xFF).state());
        }
    }

    @Test
    void tellsWhatPassedItsBridge() throws Exception {
        try (SamClient client = new SamClient(sam, card())) {
            client.ask(0x20, 0x01);
            assertEquals(
                    List.of("host heard 10", "RF said 3", "RF heard 13", "host said 15"),
                    sam.log().stream()
                            .map(entry -> (entry.rf() ? "RF " : "host ")
                                    + (entry.heard() ? "heard " : "said ")
                                    + entry.bytes().length())
                            .toList());
        }
    }

    @Test
    void givesUpWhenAnAnswerOutlastsItsWindow() throws Exception {
        try (SamClient client = new SamClient(sam, card())) {
            client.stopAnswering();
            assertEquals(0x80, client.ask(0x20, 0x01).state());
            assertEquals(0x90, client.ask(0x11, 0xFF).state());
        }
    }

    @Test
    void readsAnAdditionalAddressBehindTheRecordAndByItself() throws Exception {
        SyntheticPerson moved = SyntheticPeople.all().stream()
                .filter(person -> !person.additionalAddress().isEmpty())
                .findFirst()
                .orElseThrow();
        try (SamClient client = new SamClient(sam, CardPersonaliser.issue(moved))) {
            List<Bytes> frames =
                    List.of(read(client, false).encode(), client.ask(0x30, 0x03).encode());
            assertEquals(81, frames.get(1).length());
            assertEquals(moved.additionalAddress(), RecordLayout.parse(frames).additionalAddress());
        }
        try (SamClient client = new SamClient(sam, CardPersonaliser.issue(moved))) {
            assertEquals(0x9F, client.ask(0x20, 0x01).state());
            assertEquals(0x90, client.ask(0x20, 0x02).state());
            assertEquals(moved.additionalAddressData(), client.ask(0x30, 0x03).data());
        }
        try (SamClient client = new SamClient(sam, card())) {
            assertEquals(0x90, read(client, false).state());
            assertEquals(0x91, client.ask(0x30, 0x03).state());
        }
    }

    @Test
    void answersEveryHostCommandInAnyOrder() throws Exception {
        try (SamClient client = new SamClient(sam, card())) {
            assertEquals(0x81, client.ask(0x20, 0x02).state());
            assertEquals(0x41, client.ask(0x30, 0x01).state());
            assertEquals(0x90, client.ask(0x11, 0xFF).state());
            assertEquals(0x90, client.ask(0x10, 0xFF).state());
            assertEquals(16, client.ask(0x12, 0xFF).data().length());
            assertEquals(0x41, client.ask(0x30, 0x03).state());
            assertEquals(0x91, client.ask(0x30, 0x05).state());
            assertEquals(0x21, client.ask(0x77, 0x77).state());
            assertEquals(0x10, state(client.askRaw(Bytes.ofHex("AAAAAA96690003200123"))));
            assertEquals(0x11, state(client.askRaw(Bytes.ofHex("AAAAAA96690002FF"))));
            assertEquals(0x11, state(client.askRaw(Bytes.ofHex("0102AAAAAAAA9669FFFF"))));
            assertEquals(0x90, client.ask(0x11, 0xFF).state());
        }
    }

    @Test
    void servesTheNextLinesAfterTheFirstWereCut() throws Exception {
        for (int i = 0; i < 3; i++) {
            try (SamClient client = new SamClient(sam, card())) {
                assertEquals(0x9F, client.ask(0x20, 0x01).state());
            }
        }
    }

    private static HostFrame read(SamClient client, boolean withFingerprints) throws IOException, MalformedException {
        assertEquals(0x9F, client.ask(0x20, 0x01).state());
        assertEquals(0x90, client.ask(0x20, 0x02).state());
        return client.ask(0x30, withFingerprints ? 0x10 : 0x01);
    }

    private List<Integer> traffic(SyntheticPerson person, boolean withFingerprints) throws Exception {
        SimulatedCard card = CardPersonaliser.issue(person);
        try (SamClient client = new SamClient(sam, card)) {
            assertEquals(HostFrame.OK, read(client, withFingerprints).state());
        }
        List<Integer> counts = new ArrayList<>();
        counts.add(
                (int) card.log().stream().filter(SimulatedCard.RfEntry::heard).count());
        for (boolean heard : new boolean[] {true, false}) {
            counts.add(card.log().stream()
                    .filter(entry -> entry.heard() == heard)
                    .mapToInt(entry -> entry.frame().length() - 2)
                    .sum());
        }
        return counts;
    }

    private static SimulatedCard card() {
        return CardPersonaliser.issue(SyntheticPeople.all().get(0));
    }

    private static int state(Bytes frame) throws MalformedException {
        return HostFrame.decodeResponse(frame).state();
    }

    private static boolean contains(Bytes where, Bytes what) {
        for (int from = 0; from + what.length() <= where.length(); from++) {
            if (where.slice(from, from + what.length()).equals(what)) {
                return true;
            }
        }
        return false;
    }
}
