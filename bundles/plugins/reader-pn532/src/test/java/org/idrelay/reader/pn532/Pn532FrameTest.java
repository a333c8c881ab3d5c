package org.idrelay.reader.pn532;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.idrelay.api.Bytes;
import org.idrelay.reader.pn532.Pn532Frame.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Pn532FrameTest {

    /** InCommunicateThru of REQB with its CRC_B. */
    private static final byte[] REQB = bytes("0000FF07F9D44205000071FF7500");

    @Test
    void isWhatTheManualSays() {
        assertArrayEquals(REQB, Pn532Frame.of(Bytes.ofHex("D44205000071FF")).encoded());
        assertArrayEquals(bytes("0000FF00FF00"), Pn532Frame.ACK.encoded());
        assertArrayEquals(bytes("0000FFFF0000"), Pn532Frame.NACK.encoded());
        assertArrayEquals(bytes("0000FF01FF7F8100"), Pn532Frame.ERROR.encoded());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 254, 255, 256, 257, 266})
    void comesBackAsItWas(int length) throws Exception {
        byte[] data = new byte[length];
        Arrays.fill(data, (byte) 0xD5);
        Pn532Frame frame = Pn532Frame.of(Bytes.of(data));
        assertEquals(Optional.of(frame), read(frame.encoded()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 267})
    void hasALength(int length) {
        Pn532Frame frame = Pn532Frame.of(Bytes.of(new byte[length]));
        assertThrows(IllegalArgumentException.class, frame::encoded);
    }

    @Test
    void knowsWhatIsNoData() throws Exception {
        assertEquals(Optional.of(Pn532Frame.ACK), read(Pn532Frame.ACK.encoded()));
        assertEquals(Optional.of(Pn532Frame.NACK), read(Pn532Frame.NACK.encoded()));
        assertEquals(Optional.of(Pn532Frame.ERROR), read(Pn532Frame.ERROR.encoded()));
    }

    @Test
    void isFoundBehindNoise() throws Exception {
        byte[] noise = bytes("5500FE00AAFFFF000000");
        byte[] both = Arrays.copyOf(noise, noise.length + REQB.length);
        System.arraycopy(REQB, 0, both, noise.length, REQB.length);
        assertEquals(Kind.DATA, read(both).orElseThrow().kind());
    }

    @Test
    void isBrokenWhenItIsCut() throws Exception {
        for (int length = 0; length < REQB.length - 1; length++) {
            Optional<Pn532Frame> heard = read(Arrays.copyOf(REQB, length));
            assertEquals(length < 3 ? Optional.empty() : Optional.of(Kind.BROKEN), heard.map(Pn532Frame::kind));
        }
    }

    @Test
    void isNotItselfWhenAByteIsAnother() throws Exception {
        Pn532Frame whole = read(REQB).orElseThrow();
        for (int at = 3; at < REQB.length - 1; at++) {
            byte[] changed = REQB.clone();
            changed[at] ^= 4;
            assertNotEquals(Optional.of(whole), read(changed), "byte " + at);
        }
    }

    @Test
    void anExtendedLengthIsChecked() throws Exception {
        byte[] extended = Pn532Frame.of(Bytes.of(new byte[260])).encoded();
        for (int at = 5; at < 8; at++) {
            byte[] changed = extended.clone();
            changed[at] ^= 1;
            assertEquals(Kind.BROKEN, read(changed).orElseThrow().kind());
        }
    }

    @Test
    void tellsNoData() {
        assertEquals(
                "DATA of 7 bytes", Pn532Frame.of(Bytes.ofHex("D44205000071FF")).toString());
    }

    private static Optional<Pn532Frame> read(byte[] bytes) throws Exception {
        MemoryLine[] ends = MemoryLine.pair();
        ends[1].write(bytes);
        return Pn532Frame.read(ends[0], System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
