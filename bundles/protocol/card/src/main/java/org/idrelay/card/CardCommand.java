package org.idrelay.card;

import java.util.ArrayList;
import java.util.List;
import org.idrelay.api.Bytes;

/** The commands that a resident identity card understands, without CRC_B: raw APDUs, no ISO/IEC 14443-4 block. */
public final class CardCommand {

    public static final Bytes REQB = Bytes.ofHex("050000");

    public static final Bytes WUPB = Bytes.ofHex("050008");

    /** The card's answer to ATTRIB. */
    public static final Bytes ATTRIB_ANSWER = Bytes.ofHex("08");

    /** Asks for the unique id: 8 bytes and 9000. Also how presence is asked. */
    public static final Bytes GET_UNIQUE_ID = Bytes.ofHex("0036000008");

    /** Step 20, the read command: selects file 6002. */
    public static final Bytes SELECT_FIRST_FILE = selectFile(0x6002);

    /** Reads the 32 bytes of file 6002. */
    public static final Bytes READ_FIRST_FILE = readBinary(0, 32);

    /** Asks for 8 random bytes. */
    public static final Bytes GET_CHALLENGE = Bytes.ofHex("0084000008");

    /** The status word of a command that the card carried out. */
    public static final Bytes SUCCESS = Bytes.ofHex("9000");

    public static final int STATUS_LENGTH = 2;

    public static final int UNIQUE_ID_LENGTH = 8;

    public static final int CHALLENGE_LENGTH = 8;

    /** CLA, INS, P1, P2 and a length: no command but those of type B itself is shorter. */
    public static final int MIN_LENGTH = 5;

    private static final int ATTRIB = 0x1D;

    private static final int ATTRIB_LENGTH = 9;

    private static final Bytes INTERNAL_AUTHENTICATE = Bytes.ofHex("008800520AF000");

    private static final Bytes EXTERNAL_AUTHENTICATE = Bytes.ofHex("008200520AF001");

    private static final int CHUNK = 0x70;

    private CardCommand() {}

    /** ATTRIB for a card's PUPI: 106 kbit/s, frames of 256 bytes, no ISO/IEC 14443-4, CID 8. */
    public static Bytes attrib(Bytes pupi) {
        return Bytes.of((byte) ATTRIB).plus(pupi).plus(Bytes.ofHex("00080108"));
    }

    public static boolean isReqbOrWupb(Bytes command) {
        return command.equals(REQB) || command.equals(WUPB);
    }

    /** Whether this is an ATTRIB, for whatever card and with whatever parameters. */
    public static boolean isAttrib(Bytes command) {
        return command.length() >= ATTRIB_LENGTH && command.at(0) == ATTRIB;
    }

    /** Whether this is an ATTRIB for the card with that PUPI, whatever its parameters. */
    public static boolean isAttribFor(Bytes command, Bytes pupi) {
        return isAttrib(command) && command.slice(1, 5).equals(pupi);
    }

    public static Bytes selectFile(int fileId) {
        return Bytes.ofHex("00A4000002").plus(Bytes.of((byte) (fileId >>> 8), (byte) fileId));
    }

    /** READ BINARY from an offset of the selected file. */
    public static Bytes readBinary(int offset, int length) {
        return Bytes.of((byte) 0x80, (byte) 0xB0, (byte) (offset >>> 8), (byte) offset, (byte) length);
    }

    /** Internal authentication: the card answers 8 bytes to the verifier's 8. */
    public static Bytes internalAuthenticate(Bytes challenge) {
        return INTERNAL_AUTHENTICATE.plus(challenge);
    }

    /** External authentication: the verifier's 8 bytes in answer to the card's challenge. */
    public static Bytes externalAuthenticate(Bytes answer) {
        return EXTERNAL_AUTHENTICATE.plus(answer);
    }

    /** Whether this is an internal authentication; its last 8 bytes are the verifier's. */
    public static boolean isInternalAuthenticate(Bytes command) {
        return isAuthentication(command, INTERNAL_AUTHENTICATE);
    }

    /** Whether this is an external authentication; its last 8 bytes are the verifier's. */
    public static boolean isExternalAuthenticate(Bytes command) {
        return isAuthentication(command, EXTERNAL_AUTHENTICATE);
    }

    private static boolean isAuthentication(Bytes command, Bytes header) {
        return command.startsWith(header) && command.length() == header.length() + CHALLENGE_LENGTH;
    }

    /** Selects a file and reads all of it, 112 bytes at a time: the verifier's fixed script. */
    public static List<Bytes> readWholeFile(CardFile file) {
        List<Bytes> commands = new ArrayList<>(List.of(selectFile(file.id())));
        for (int offset = 0; offset < file.length(); offset += CHUNK) {
            commands.add(readBinary(offset, Math.min(CHUNK, file.length() - offset)));
        }
        return List.copyOf(commands);
    }
}
