package org.idrelay.card;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.idrelay.api.Bytes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TypeBFrameTest {

    /** The vectors of reference §2.5. */
    @ParameterizedTest
    @CsvSource({
        "050000, 71FF",
        "050008, 3973",
        "1D0000000000080108, F310",
        "0036000008, 5744",
        "00A40000026002, E1EF",
        "80B0000020, BC05",
        "0084000008, BD1C",
        "08, 307C",
        "9000, 1A16",
        "5000000000D103860C008080, 216B",
        "5000000000D1030081007090, 8410"
    })
    void sealsAndOpensThePublishedFrames(String data, String crc) throws MalformedException {
        Bytes sealed = TypeBFrame.seal(Bytes.ofHex(data));
        assertEquals(Bytes.ofHex(data + crc), sealed);
        assertEquals(Bytes.ofHex(data), TypeBFrame.open(sealed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"5000000000D103860C008080216B", "08307C"})
    void refusesEveryFlippedBitAndEveryTruncation(String hex) {
        Bytes frame = Bytes.ofHex(hex);
        for (int bit = 0; bit < 8 * frame.length(); bit++) {
            byte[] flipped = frame.toArray();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThrows(MalformedException.class, () -> TypeBFrame.open(Bytes.of(flipped)));
        }
        for (int length = 0; length < frame.length(); length++) {
            Bytes cut = frame.slice(0, length);
            assertThrows(MalformedException.class, () -> TypeBFrame.open(cut));
        }
    }

    /** FFFF, inverted: the CRC_B of nothing would be right. */
    @ParameterizedTest
    @ValueSource(strings = {"", "00", "0000"})
    void refusesAFrameWithoutData(String hex) {
        assertThrows(MalformedException.class, () -> TypeBFrame.open(Bytes.ofHex(hex)));
    }
}
