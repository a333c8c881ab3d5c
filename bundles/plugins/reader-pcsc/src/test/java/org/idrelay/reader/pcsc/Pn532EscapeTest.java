package org.idrelay.reader.pcsc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.reader.ReaderException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Pn532EscapeTest {

    private static final Bytes REQB = Bytes.ofHex("05000071FF");
    private static final String CONFIGURED = "D5339000";
    private static final String ANSWER = "D543 00 08307C 9000";

    private final ScriptedPath path =
            new ScriptedPath("D503320106079000", "9000", CONFIGURED, CONFIGURED, "D54B009000", CONFIGURED);

    private RawChannel chip() throws Exception {
        return Pn532Escape.start(path).orElseThrow();
    }

    @Test
    void preparesTheChipForTypeBAndLeavesTheFieldOff() throws Exception {
        chip();
        assertEquals(
                List.of(
                        Bytes.ofHex("FF00000002D402"),
                        Bytes.ofHex("FF00517F00"),
                        Bytes.ofHex("FF00000006D43205000002"),
                        Bytes.ofHex("FF00000004D4320101"),
                        Bytes.ofHex("FF00000005D44A010300"),
                        Bytes.ofHex("FF00000004D4320100")),
                path.asked);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "6300", "6A81", "9000", "D5", "D5019000", "D50332010607"})
    void aReaderThatAnswersOtherwiseIsNone(String answer) throws Exception {
        assertTrue(Pn532Escape.start(new ScriptedPath(answer)).isEmpty());
    }

    @Test
    void passesFramesWholeAndListensLongEnough() throws Exception {
        RawChannel chip = chip();
        path.asked.clear();
        path.then(CONFIGURED, ANSWER, ANSWER);
        assertEquals(Optional.of(Bytes.ofHex("08307C")), chip.exchange(REQB, 200));
        assertEquals(Optional.of(Bytes.ofHex("08307C")), chip.exchange(REQB, 200));
        assertEquals(Bytes.ofHex("FF00000006D43202000B0C"), path.asked.get(0));
        assertEquals(Bytes.ofHex("FF00000007D44205000071FF"), path.asked.get(1));
        assertEquals(3, path.asked.size());
    }

    @Test
    void fetchesAnAnswerThatWaits() throws Exception {
        RawChannel chip = chip();
        path.then(CONFIGURED, "6108", ANSWER);
        assertEquals(Optional.of(Bytes.ofHex("08307C")), chip.exchange(REQB, 200));
        assertEquals(Bytes.ofHex("FFC0000008"), path.asked.get(path.asked.size() - 1));
    }

    @Test
    void silenceOfTheCardIsNoFailure() throws Exception {
        RawChannel chip = chip();
        path.then(CONFIGURED, "D543019000");
        assertEquals(Optional.empty(), chip.exchange(REQB, 200));
    }

    @Test
    void anAnswerSpoiledOnAirHasAWrongCrc() throws Exception {
        RawChannel chip = chip();
        path.then(CONFIGURED, "D54302089000");
        assertEquals(Optional.of(Bytes.ofHex("083083")), chip.exchange(REQB, 200));
    }

    @Test
    void everyTruncationIsAFault() throws Exception {
        RawChannel chip = chip();
        path.then(CONFIGURED);
        Bytes whole = Bytes.ofHex(ANSWER);
        for (int length = 0; length < whole.length(); length++) {
            path.then(HexFormat.of().formatHex(whole.slice(0, length).toArray()));
            assertThrows(ReaderException.class, () -> chip.exchange(REQB, 200));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"D5430A9000", "D5439000", "D541009000", "D443009000", "6300", "D54300086300"})
    void everyOtherStatusIsAFault(String answer) throws Exception {
        RawChannel chip = chip();
        path.then(CONFIGURED, answer);
        assertEquals(
                FailureCode.READER_FAULT,
                assertThrows(ReaderException.class, () -> chip.exchange(REQB, 200))
                        .code());
    }
}
