package org.idrelay.api.verifier;

import org.idrelay.api.Bytes;

/**
 * What the card answered to one command.
 *
 * @param rfStatus 00 if an answer came; any other value says that none did. 1 byte, unsigned
 * @param data the card's bytes with their status word, without CRC_B; empty if none came
 */
public record CardAnswer(int rfStatus, Bytes data) {

    /** RF status of an answer that came. */
    public static final int RF_OK = 0x00;

    /** RF status of a card that stayed silent (our own value: none but 00 is published). */
    public static final int RF_SILENT = 0x01;

    private static final Bytes SUCCESS = Bytes.of((byte) 0x90, (byte) 0x00);

    public static CardAnswer of(Bytes data) {
        return new CardAnswer(RF_OK, data);
    }

    public static CardAnswer silent() {
        return new CardAnswer(RF_SILENT, Bytes.EMPTY);
    }

    /** Whether the card carried the command out: status word 9000, which some cards send as 90 00 00. */
    public boolean isSuccess() {
        return rfStatus == RF_OK && (data.endsWith(SUCCESS) || data.endsWith(SUCCESS.plus(Bytes.of((byte) 0))));
    }
}
