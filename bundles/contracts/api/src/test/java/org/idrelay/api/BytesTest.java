package org.idrelay.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BytesTest {

    private static final Bytes ABC = Bytes.ofHex("0a 0b\n0c");

    @Test
    void printsItsLengthOnly() {
        assertEquals("3 bytes", ABC.toString());
    }

    @Test
    void cannotBeChangedFromOutside() {
        byte[] array = {1, 2};
        Bytes bytes = Bytes.of(array);
        array[0] = 9;
        bytes.toArray()[1] = 9;
        assertEquals(Bytes.ofHex("0102"), bytes);
    }

    @Test
    void isEqualByValue() {
        assertEquals(ABC, Bytes.of((byte) 10, (byte) 11, (byte) 12));
        assertEquals(ABC.hashCode(), Bytes.ofHex("0a0b0c").hashCode());
        assertNotEquals(ABC, Bytes.EMPTY);
    }

    @Test
    void readsBytesUnsigned() {
        assertEquals(255, Bytes.ofHex("ff").at(0));
    }

    @Test
    void isCutAndJoined() {
        assertEquals(Bytes.ofHex("0b"), ABC.slice(1, 2));
        assertEquals(Bytes.ofHex("0c"), ABC.from(2));
        assertEquals(Bytes.EMPTY, ABC.from(3));
        assertEquals(ABC, ABC.slice(0, 1).plus(ABC.from(1)));
        assertTrue(ABC.startsWith(Bytes.ofHex("0a0b")) && ABC.endsWith(Bytes.ofHex("0b0c")));
        assertFalse(Bytes.EMPTY.startsWith(ABC) || Bytes.ofHex("0c").endsWith(ABC));
    }

    @Test
    void refusesCutsThatLeaveIt() {
        assertThrows(IndexOutOfBoundsException.class, () -> ABC.slice(2, 4));
        assertThrows(IndexOutOfBoundsException.class, () -> ABC.slice(2, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> ABC.from(4));
        assertThrows(IndexOutOfBoundsException.class, () -> ABC.slice(-1, 1));
    }

    @Test
    void refusesHexThatIsNone() {
        assertThrows(IllegalArgumentException.class, () -> Bytes.ofHex("abc"));
        assertThrows(IllegalArgumentException.class, () -> Bytes.ofHex("zz"));
    }
}
