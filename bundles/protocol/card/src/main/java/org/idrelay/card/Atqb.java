package org.idrelay.card;

import java.util.List;
import org.idrelay.api.Bytes;

/**
 * A type B card's answer to REQB or WUPB (ISO/IEC 14443-3, 7.9): 12 bytes without CRC_B.
 *
 * @param bytes the answer as it came
 */
public record Atqb(Bytes bytes) {

    /** The PUPI of every resident identity card. */
    public static final Bytes RESIDENT_PUPI = Bytes.ofHex("00000000");

    /** How the application data of resident identity cards begins. */
    private static final List<Bytes> RESIDENT_APPLICATIONS = List.of(Bytes.ofHex("D10386"), Bytes.ofHex("D10300"));

    private static final int LENGTH = 12;

    private static final int FIRST = 0x50;

    /** Longest frames by the code in the upper half of the second protocol byte. */
    private static final int[] FRAME_LENGTHS = {16, 24, 32, 40, 48, 64, 96, 128, 256};

    /**
     * Judges a card's answer.
     *
     * @param data the answer without CRC_B
     * @throws MalformedException if it is not 12 bytes that begin with 0x50
     */
    public static Atqb of(Bytes data) throws MalformedException {
        if (data.length() != LENGTH || data.at(0) != FIRST) {
            throw new MalformedException("no ATQB in " + data.length() + " bytes");
        }
        return new Atqb(data);
    }

    /** The pseudo-unique identifier: 4 bytes, 00000000 on resident identity cards. */
    public Bytes pupi() {
        return bytes.slice(1, 5);
    }

    /** Four bytes about the application. */
    public Bytes applicationData() {
        return bytes.slice(5, 9);
    }

    /** Whether the application data is that of a resident identity card. */
    public boolean isResidentApplication() {
        return RESIDENT_APPLICATIONS.stream().anyMatch(applicationData()::startsWith);
    }

    /** Three bytes: bit rates, frame length and protocol, waiting time and options. */
    public Bytes protocolInfo() {
        return bytes.slice(9, 12);
    }

    /** The longest frame that the card takes, in bytes. */
    public int maxFrameLength() {
        return FRAME_LENGTHS[Math.min(bytes.at(10) >>> 4, FRAME_LENGTHS.length - 1)];
    }

    /** Whether the card speaks ISO/IEC 14443-4; resident identity cards do not. */
    public boolean isPart4() {
        return (bytes.at(10) & 1) != 0;
    }

    /** How long the card may take to answer a command, in microseconds: 302 µs × 2^FWI. */
    public int frameWaitingMicros() {
        return (int) (302.1 * (1 << (bytes.at(11) >>> 4)));
    }
}
