package org.idrelay.card;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.idrelay.api.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AtqbTest {

    @Test
    void readsTheTwoKindsOfIdentityCard() throws MalformedException {
        Atqb usual = Atqb.of(Bytes.ofHex("5000000000D103860C008080"));
        assertEquals(Bytes.of(new byte[4]), usual.pupi());
        assertEquals(Atqb.RESIDENT_PUPI, usual.pupi());
        assertTrue(usual.isResidentApplication());
        assertEquals(Bytes.ofHex("D103860C"), usual.applicationData());
        assertEquals(Bytes.ofHex("008080"), usual.protocolInfo());
        assertEquals(256, usual.maxFrameLength());
        assertEquals(77_337, usual.frameWaitingMicros());
        assertFalse(usual.isPart4());
        Atqb other = Atqb.of(Bytes.ofHex("5000000000D1030081007090"));
        assertTrue(other.isResidentApplication());
        assertEquals(128, other.maxFrameLength());
        assertEquals(154_675, other.frameWaitingMicros());
        assertFalse(other.isPart4());
    }

    @Test
    void tellsACardThatSpeaksPart4() throws MalformedException {
        Atqb foreign = Atqb.of(Bytes.ofHex("50A1B2C3D4000000003377F1"));
        assertEquals(Bytes.ofHex("A1B2C3D4"), foreign.pupi());
        assertTrue(foreign.isPart4());
        assertFalse(foreign.isResidentApplication());
        assertEquals(128, foreign.maxFrameLength());
        assertEquals(9_899_212, foreign.frameWaitingMicros());
    }

    @Test
    void takesAFrameLengthCodeOfTheFutureForTheLongest() throws MalformedException {
        assertEquals(256, Atqb.of(Bytes.ofHex("500000000000000000" + "00F080")).maxFrameLength());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "50",
                "5000000000D103860C0080",
                "5000000000D103860C00808000",
                "5100000000D103860C008080",
                "0000000000D103860C008080"
            })
    void refusesEverythingElse(String hex) {
        assertThrows(MalformedException.class, () -> Atqb.of(Bytes.ofHex(hex)));
    }
}
