package org.idrelay.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.idrelay.api.Bytes;
import org.idrelay.card.CardCommand;
import org.idrelay.card.CardFile;
import org.idrelay.card.MalformedException;
import org.idrelay.card.SamScript;
import org.idrelay.card.TypeBFrame;
import org.idrelay.simulator.SimulatedCard.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SimulatedCardTest {

    private static final String SILENCE = "";
    private static final Bytes MANAGEMENT = Bytes.of(new byte[32]);
    private static final Bytes KEY = SimulatedCrypto.cardKey(MANAGEMENT);
    private static final Bytes ATTRIB = CardCommand.attrib(Bytes.of(new byte[4]));
    private static final Bytes HLTB = Bytes.ofHex("5000000000");
    private static final Bytes CHALLENGE = Bytes.ofHex("0102030405060708");
    private static final Bytes SELECT_TEXT = CardCommand.selectFile(CardFile.TEXT.id());

    private final SimulatedCard card = card();

    /** Every state × every kind of command: what the card answers, and where it stands then. */
    @ParameterizedTest(name = "{0} + {1} -> {2}, {3}")
    @CsvSource({
        "IDLE,   050000,             5000000000d103860c008080, READY",
        "IDLE,   050008,             5000000000d103860c008080, READY",
        "IDLE,   1D0000000000080108, '',                       IDLE",
        "IDLE,   5000000000,         '',                       IDLE",
        "IDLE,   0036000008,         '',                       IDLE",
        "IDLE,   00A40000026002,     '',                       IDLE",
        "READY,  050000,             5000000000d103860c008080, READY",
        "READY,  050008,             5000000000d103860c008080, READY",
        "READY,  1D0000000000080108, 08,                       ACTIVE",
        "READY,  1D1122334400080108, '',                       READY",
        "READY,  5000000000,         00,                       HALT",
        "READY,  5011223344,         '',                       READY",
        "READY,  0036000008,         '',                       READY",
        "READY,  00A40000026002,     '',                       READY",
        "ACTIVE, 050000,             '',                       ACTIVE",
        "ACTIVE, 050008,             '',                       ACTIVE",
        "ACTIVE, 1D0000000000080108, '',                       ACTIVE",
        "ACTIVE, 5000000000,         '',                       ACTIVE",
        "ACTIVE, 0036000008,         00112233445566779000,     ACTIVE",
        "ACTIVE, 0036000007,         6700,                     ACTIVE",
        "ACTIVE, 00A40000026002,     9000,                     ACTIVE",
        "ACTIVE, 00A40000026099,     6a82,                     ACTIVE",
        "ACTIVE, 00A400000260,       6700,                     ACTIVE",
        "ACTIVE, 80B0000020,         6986,                     ACTIVE",
        "ACTIVE, 00B0000020,         6e00,                     ACTIVE",
        "ACTIVE, 0084000004,         6700,                     ACTIVE",
        "ACTIVE, 008800520AF0000102, 6700,                     ACTIVE",
        "ACTIVE, 008200520AF0010102030405060708, 6985,         ACTIVE",
        "ACTIVE, 00FF000000,         6d00,                     ACTIVE",
        "ACTIVE, 0036,               '',                       ACTIVE",
        "HALT,   050000,             '',                       HALT",
        "HALT,   050008,             5000000000d103860c008080, READY",
        "HALT,   1D0000000000080108, '',                       HALT",
        "HALT,   5000000000,         '',                       HALT",
        "HALT,   0036000008,         '',                       HALT",
    })
    void answersAsItsStateAllows(State state, String command, String answer, State then) throws Exception {
        bring(state);
        assertEquals(answer, ask(Bytes.ofHex(command)));
        assertEquals(then, card.state());
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void keepsSilentToAWrongCrcAndIsIdleWithoutField(State state) throws Exception {
        bring(state);
        assertEquals(0, card.receive(Bytes.ofHex("05000071FE")).stream().count());
        assertEquals(state, card.state());
        card.powerDown();
        assertEquals(State.IDLE, card.state());
    }

    @Test
    void readsWithinItsFilesOnly() throws Exception {
        bring(State.ACTIVE);
        ask(CardCommand.SELECT_FIRST_FILE);
        assertEquals(MANAGEMENT.toHex() + "9000", ask(CardCommand.READ_FIRST_FILE));
        assertEquals("6b00", ask(CardCommand.readBinary(32, 1)));
        assertEquals("6700", ask(CardCommand.readBinary(31, 2)));
        assertEquals("009000", ask(CardCommand.readBinary(31, 1)));
    }

    @Test
    void opensItsFilesOnlyAfterBothAuthentications() throws Exception {
        bring(State.ACTIVE);
        ask(SELECT_TEXT);
        assertEquals("6982", ask(CardCommand.readBinary(0, 1)));
        assertEquals(
                SimulatedCrypto.cardAnswer(KEY, CHALLENGE).toHex() + "9000",
                ask(CardCommand.internalAuthenticate(CHALLENGE)));
        assertEquals("6982", ask(CardCommand.readBinary(0, 1)));
        assertEquals("9000", ask(CardCommand.externalAuthenticate(rightAnswer())));
        assertEquals("009000", ask(CardCommand.readBinary(0, 1)));
        card.powerDown();
        bring(State.ACTIVE);
        ask(CardCommand.externalAuthenticate(rightAnswer()));
        ask(SELECT_TEXT);
        assertEquals("6982", ask(CardCommand.readBinary(0, 1)));
    }

    @Test
    void takesEveryChallengeOnce() throws Exception {
        bring(State.ACTIVE);
        Bytes answer = rightAnswer();
        assertEquals("9000", ask(CardCommand.externalAuthenticate(answer)));
        assertEquals("6985", ask(CardCommand.externalAuthenticate(answer)));
        assertNotEquals(ask(CardCommand.GET_CHALLENGE), ask(CardCommand.GET_CHALLENGE));
    }

    @Test
    void countsWrongAnswersBeyondTheFieldAndLocksItself() throws Exception {
        for (String status : List.of("63c4", "63c3")) {
            bring(State.ACTIVE);
            ask(CardCommand.GET_CHALLENGE);
            assertEquals(status, ask(CardCommand.externalAuthenticate(CHALLENGE)));
            card.powerDown();
        }
        bring(State.ACTIVE);
        assertEquals("9000", ask(CardCommand.externalAuthenticate(rightAnswer())));
        for (String status : List.of("63c4", "63c3", "63c2", "63c1", "63c0")) {
            ask(CardCommand.GET_CHALLENGE);
            assertEquals(status, ask(CardCommand.externalAuthenticate(CHALLENGE)));
        }
        assertEquals("6983", ask(CardCommand.externalAuthenticate(rightAnswer())));
    }

    @Test
    void remembersWhatItHeardAndSaid() throws Exception {
        ask(CardCommand.REQB);
        ask(Bytes.ofHex("00"));
        List<SimulatedCard.RfEntry> log = card.log();
        assertEquals(
                List.of(true, false, true), log.stream().map(e -> e.heard()).toList());
        assertEquals(TypeBFrame.seal(CardCommand.REQB), log.get(0).frame());
        assertEquals(14, log.get(1).frame().length());
    }

    @Test
    void holdsNoFingerprintsOfAPersonWithout() throws Exception {
        SimulatedCard without = CardPersonaliser.issue(SyntheticPeople.all().get(0));
        for (Bytes command : List.of(CardCommand.REQB, ATTRIB)) {
            without.receive(TypeBFrame.seal(command));
        }
        Bytes select = SamScript.fileReads(true).get(18);
        assertEquals(
                "6a82",
                TypeBFrame.open(without.receive(TypeBFrame.seal(select)).orElseThrow())
                        .toHex());
    }

    private void bring(State wanted) throws MalformedException {
        List<Bytes> commands =
                switch (wanted) {
                    case IDLE -> List.<Bytes>of();
                    case READY -> List.of(CardCommand.REQB);
                    case ACTIVE -> List.of(CardCommand.REQB, ATTRIB);
                    case HALT -> List.of(CardCommand.REQB, HLTB);
                };
        for (Bytes command : commands) {
            ask(command);
        }
        assertEquals(wanted, card.state());
    }

    private Bytes rightAnswer() throws MalformedException {
        return SimulatedCrypto.samAnswer(
                KEY, Bytes.ofHex(ask(CardCommand.GET_CHALLENGE)).slice(0, 8));
    }

    private String ask(Bytes command) throws MalformedException {
        var answer = card.receive(TypeBFrame.seal(command));
        return answer.isPresent() ? TypeBFrame.open(answer.get()).toHex() : SILENCE;
    }

    private static SimulatedCard card() {
        Map<CardFile, Bytes> files = new EnumMap<>(CardFile.class);
        files.put(CardFile.MANAGEMENT, MANAGEMENT);
        files.put(CardFile.TEXT, Bytes.of(new byte[256]));
        return new SimulatedCard(Bytes.ofHex("5000000000D103860C008080"), Bytes.ofHex("0011223344556677"), KEY, files);
    }
}
