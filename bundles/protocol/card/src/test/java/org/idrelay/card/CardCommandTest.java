package org.idrelay.card;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.idrelay.api.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands and counts of reference §2.3. */
class CardCommandTest {

    private static final Bytes PUPI = Bytes.of(new byte[4]);
    private static final Bytes EIGHT = Bytes.ofHex("0102030405060708");

    @Test
    void areThePublishedBytes() {
        assertEquals(Bytes.ofHex("1D 00000000 00 08 01 08"), CardCommand.attrib(PUPI));
        assertEquals(Bytes.ofHex("00 A4 00 00 02 60 02"), CardCommand.SELECT_FIRST_FILE);
        assertEquals(Bytes.ofHex("80 B0 00 00 20"), CardCommand.READ_FIRST_FILE);
        assertEquals(Bytes.ofHex("00 88 00 52 0A F0 00 0102030405060708"), CardCommand.internalAuthenticate(EIGHT));
        assertEquals(Bytes.ofHex("00 82 00 52 0A F0 01 0102030405060708"), CardCommand.externalAuthenticate(EIGHT));
        assertEquals(Bytes.ofHex("80 B0 03 F0 10"), CardCommand.readBinary(0x3F0, 16));
    }

    @Test
    void tellsFindCommandsFromOthers() {
        assertTrue(CardCommand.isReqbOrWupb(Bytes.ofHex("050000")));
        assertTrue(CardCommand.isReqbOrWupb(Bytes.ofHex("050008")));
        assertFalse(CardCommand.isReqbOrWupb(Bytes.ofHex("050001")));
        assertFalse(CardCommand.isReqbOrWupb(Bytes.EMPTY));
    }

    @Test
    void tellsAnAttribForThisCardWhateverItsParameters() {
        Bytes pupi = Bytes.ofHex("A1B2C3D4");
        assertTrue(CardCommand.isAttribFor(CardCommand.attrib(pupi), pupi));
        assertTrue(CardCommand.isAttribFor(Bytes.ofHex("1DA1B2C3D400000000"), pupi));
        assertFalse(CardCommand.isAttribFor(CardCommand.attrib(PUPI), pupi));
        assertFalse(CardCommand.isAttribFor(Bytes.ofHex("1DA1B2C3D4000000"), pupi));
        assertFalse(CardCommand.isAttribFor(Bytes.ofHex("1EA1B2C3D400000000"), pupi));
    }

    @Test
    void tellsAnAttribWhoeverItIsFor() {
        Bytes attrib = CardCommand.attrib(Bytes.ofHex("11223344"));
        assertTrue(CardCommand.isAttrib(attrib));
        assertFalse(CardCommand.isAttrib(attrib.slice(0, 8)));
        assertFalse(CardCommand.isAttrib(Bytes.EMPTY));
        assertFalse(CardCommand.isAttrib(CardCommand.internalAuthenticate(Bytes.of(new byte[8]))));
    }

    @Test
    void tellsTheTwoAuthenticationsFromEachOtherAndFromWhatIsCutShort() {
        Bytes internal = CardCommand.internalAuthenticate(Bytes.of(new byte[8]));
        Bytes external = CardCommand.externalAuthenticate(Bytes.of(new byte[8]));
        assertTrue(CardCommand.isInternalAuthenticate(internal));
        assertFalse(CardCommand.isInternalAuthenticate(external));
        assertFalse(CardCommand.isInternalAuthenticate(internal.slice(0, 14)));
        assertTrue(CardCommand.isExternalAuthenticate(external));
        assertFalse(CardCommand.isExternalAuthenticate(internal));
        assertFalse(CardCommand.isExternalAuthenticate(external.plus(Bytes.of((byte) 0))));
    }

    @Test
    void readsAFileInChunksOf112() {
        assertEquals(
                List.of(Bytes.ofHex("00A40000026011"), Bytes.ofHex("80B0000070"), Bytes.ofHex("80B0007066")),
                CardCommand.readWholeFile(CardFile.SECURITY));
        assertEquals(4, CardCommand.readWholeFile(CardFile.TEXT).size());
        List<Bytes> photo = CardCommand.readWholeFile(CardFile.PHOTO);
        assertEquals(11, photo.size());
        assertEquals(Bytes.ofHex("80B003F010"), photo.get(10));
    }

    /** A whole read, with REQB, ATTRIB and the three commands of the authentication. */
    @ParameterizedTest
    @CsvSource({"false, 25, 155, 1601", "true, 36, 212, 2647"})
    void makeAReadOfThePublishedSize(boolean withFingerprints, int exchanges, int out, int in) {
        List<Bytes> commands = new ArrayList<>(List.of(CardCommand.REQB, CardCommand.attrib(PUPI)));
        commands.addAll(SamScript.opening());
        commands.addAll(List.of(
                CardCommand.internalAuthenticate(EIGHT),
                CardCommand.GET_CHALLENGE,
                CardCommand.externalAuthenticate(EIGHT)));
        commands.addAll(SamScript.fileReads(withFingerprints));
        assertEquals(exchanges, commands.size());
        assertEquals(out, commands.stream().mapToInt(Bytes::length).sum());
        assertEquals(
                in, commands.stream().mapToInt(CardCommandTest::answerLength).sum());
    }

    private static int answerLength(Bytes command) {
        if (command.equals(CardCommand.REQB)) {
            return 12;
        }
        return switch (command.at(1)) {
            case 0x00 -> 1; // ATTRIB: the first byte of its PUPI
            case 0xB0 -> command.at(4) + 2;
            case 0x88, 0x84 -> 10;
            default -> 2;
        };
    }
}
