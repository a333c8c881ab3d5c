package org.idrelay.reader.pcsc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.Optional;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.reader.ReaderException;
import org.idrelay.card.TypeBFrame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransparentSessionTest {

    private static final String FINE = "C0030090009000";
    private static final Bytes REQB = Bytes.ofHex("05000071FF");
    private static final String ANSWER = "C003009000 96020000 9701 08 9000";

    private final ScriptedPath path = new ScriptedPath(FINE, FINE);

    private RawChannel session(boolean readerMakesCrc) throws Exception {
        RawChannel session = TransparentSession.start(path, readerMakesCrc).orElseThrow();
        path.asked.clear();
        return session;
    }

    @Test
    void startsASessionOfTypeB() throws Exception {
        TransparentSession.start(path, true);
        assertEquals(Bytes.ofHex("FFC20000028100"), path.asked.get(0));
        assertEquals(Bytes.ofHex("FFC20002048F020102"), path.asked.get(1));
    }

    @Test
    void aReaderThatCannotSwitchProtocolsStillHasASession() throws Exception {
        assertTrue(
                TransparentSession.start(new ScriptedPath(FINE, "6A81"), true).isPresent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"6A81", "6D00", "", "90", "9000", "C00300640090", "C0030064009000"})
    void aReaderThatAnswersOtherwiseHasNone(String answer) throws Exception {
        assertTrue(TransparentSession.start(new ScriptedPath(answer), true).isEmpty());
    }

    @Test
    void sendsTheFrameWithoutItsCrcAndSealsTheAnswer() throws Exception {
        RawChannel session = session(true);
        path.then(ANSWER);
        assertEquals(Optional.of(Bytes.ofHex("08307C")), session.exchange(REQB, 200));
        assertEquals(Bytes.ofHex("FFC200010C 5F4604400D0300 9503050000"), path.asked.get(0));
    }

    @Test
    void leavesTheCrcInTheFrameIfTheReaderDoesNotMakeIt() throws Exception {
        RawChannel session = session(false);
        path.then("C003009000 970308307C 9000");
        assertEquals(Optional.of(Bytes.ofHex("08307C")), session.exchange(REQB, 200));
        assertEquals(Bytes.ofHex("FFC2000112 5F4604400D0300 90020003 950505000071FF"), path.asked.get(0));
    }

    @Test
    void aFrameWithAWrongCrcIsNotMended() throws Exception {
        assertEquals(Optional.empty(), session(true).exchange(Bytes.ofHex("05000071FE"), 200));
        assertTrue(path.asked.isEmpty());
    }

    @Test
    void silenceOfTheCardIsNoFailure() throws Exception {
        RawChannel session = session(true);
        path.then("C0030064019000");
        assertEquals(Optional.empty(), session.exchange(REQB, 200));
    }

    @Test
    void anAnswerSpoiledOnAirHasAWrongCrc() throws Exception {
        RawChannel session = session(true);
        path.then("C003009000 96020100 970108 9000");
        assertEquals(Optional.of(Bytes.ofHex("083083")), session.exchange(REQB, 200));
    }

    @Test
    void everyTruncationIsAFault() throws Exception {
        RawChannel session = session(true);
        Bytes whole = Bytes.ofHex(ANSWER);
        for (int length = 0; length < whole.length(); length++) {
            path.then(hex(whole.slice(0, length)));
            fault(session);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "C003006400",
                "C003006F00",
                "C0020090",
                "970108",
                "C0039000",
                "9705 08",
                "FFFFFFFF",
                "9788FFFFFFFFFFFFFFFF"
            })
    void everyOtherStatusIsAFault(String objects) throws Exception {
        RawChannel session = session(true);
        path.then(objects + "9000");
        fault(session);
    }

    @Test
    void switchesTheField() throws Exception {
        RawChannel session = session(true);
        path.then(FINE, FINE, FINE);
        session.field(true);
        session.field(false);
        session.end();
        assertEquals("FFC20000028400", hex(path.asked.get(0)));
        assertEquals("FFC20000028300", hex(path.asked.get(1)));
        assertEquals("FFC20000028200", hex(path.asked.get(2)));
    }

    @Test
    void aFrameTooLongForAnApduIsAFault() throws Exception {
        RawChannel session = session(true);
        Bytes frame = TypeBFrame.seal(Bytes.of(new byte[250]));
        assertThrows(ReaderException.class, () -> session.exchange(frame, 200));
    }

    private static void fault(RawChannel session) {
        assertEquals(
                FailureCode.READER_FAULT,
                assertThrows(ReaderException.class, () -> session.exchange(REQB, 200))
                        .code());
    }

    private static String hex(Bytes bytes) {
        return HexFormat.of().withUpperCase().formatHex(bytes.toArray());
    }
}
