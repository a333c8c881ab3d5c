package org.idrelay.card;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.Stream;
import org.idrelay.api.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The frames of reference §1.2 and §1.3. */
class HostFrameTest {

    private static final String ZEROS_8 = "0000000000000000";

    @ParameterizedTest
    @CsvSource({
        "10FF, 000310FFEC",
        "11FF, 000311FFED",
        "12FF, 000312FFEE",
        "2001, 0003200122",
        "2002, 0003200221",
        "3001, 0003300132",
        "3003, 0003300330",
        "3005, 0003300536",
        "3010, 0003301023",
        "6000, 0003600063",
        "6001, 0003600162",
        "6002, 0003600261",
        "6003, 0003600360",
        "6004, 0003600467"
    })
    void encodesAndDecodesEveryRequest(String head, String rest) throws MalformedException {
        Bytes wanted = HostFrame.PREAMBLE.plus(Bytes.ofHex(rest));
        HostFrame request =
                HostFrame.request(Bytes.ofHex(head).at(0), Bytes.ofHex(head).at(1));
        assertEquals(wanted, request.encode());
        assertEquals(request, HostFrame.decodeRequest(wanted));
    }

    @Test
    void carriesDataInARequest() throws MalformedException {
        Bytes frame = HostFrame.PREAMBLE.plus(Bytes.ofHex("000461FF50CA"));
        HostFrame request = HostFrame.decodeRequest(frame);
        assertEquals(new HostFrame(Bytes.ofHex("61FF"), Bytes.ofHex("50")), request);
        assertEquals(frame, request.encode());
    }

    static Stream<String> responses() {
        return Stream.of(
                "00040000 90 94",
                "00040000 91 95",
                "00040000 41 45",
                "00080000 9F 00000000 97",
                "00040000 80 84",
                "000C0000 90" + ZEROS_8 + "9C",
                "00040000 81 85",
                "00040000 10 14",
                "00040000 21 25",
                "00040000 66 62");
    }

    @ParameterizedTest
    @MethodSource("responses")
    void decodesAndEncodesEveryResponse(String rest) throws MalformedException {
        Bytes frame = HostFrame.PREAMBLE.plus(Bytes.ofHex(rest));
        HostFrame response = HostFrame.decodeResponse(frame);
        assertEquals(Bytes.ofHex(rest).at(4), response.state());
        assertEquals(Bytes.ofHex(rest).length() - 6, response.data().length());
        assertEquals(frame, response.encode());
        assertEquals(response, HostFrame.response(0, response.state(), response.data()));
    }

    @Test
    void carriesTheCardsStatusWord() throws MalformedException {
        HostFrame response = HostFrame.decodeResponse(
                HostFrame.response(0x6A82, 0x41, Bytes.EMPTY).encode());
        assertEquals(Bytes.ofHex("6A8241"), response.head());
    }

    @ParameterizedTest
    @MethodSource("responses")
    void refusesEveryTruncationEveryTrailingByteAndEveryFlippedBit(String rest) {
        Bytes frame = HostFrame.PREAMBLE.plus(Bytes.ofHex(rest));
        for (int length = 0; length < frame.length(); length++) {
            Bytes cut = frame.slice(0, length);
            assertThrows(MalformedException.class, () -> HostFrame.decodeResponse(cut));
        }
        Bytes trailing = frame.plus(Bytes.ofHex("00"));
        assertThrows(MalformedException.class, () -> HostFrame.decodeResponse(trailing));
        for (int bit = 0; bit < 8 * frame.length(); bit++) {
            byte[] flipped = frame.toArray();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThrows(MalformedException.class, () -> HostFrame.decodeResponse(Bytes.of(flipped)));
        }
    }

    /** The lengths that Len may state: from the shortest request to the record with fingerprints. */
    @Test
    void saysHowManyBytesFollow() throws MalformedException {
        assertEquals(3, HostFrame.restLength(prefix("0003")));
        assertEquals(2314, HostFrame.restLength(prefix("090A")));
        assertEquals(HostFrame.MAX_LENGTH, HostFrame.PREFIX_LENGTH + HostFrame.restLength(prefix("090A")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000", "0001", "0002", "090B", "7FFF", "8000", "FFFF"})
    void refusesLengthsThatCannotBe(String length) {
        assertThrows(MalformedException.class, () -> HostFrame.restLength(prefix(length)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AAAAAA9669", "AAAAAA966900", "AAAAAA96690003FF", "ABAAAA96690003", "AAAAAA96680003"})
    void refusesWhatIsNoPrefix(String prefix) {
        assertThrows(MalformedException.class, () -> HostFrame.restLength(Bytes.ofHex(prefix)));
    }

    private static Bytes prefix(String length) {
        return HostFrame.PREAMBLE.plus(Bytes.ofHex(length));
    }
}
