package org.idrelay.wire;

import org.idrelay.api.Bytes;

/**
 * Steps 18 and 19: the select-confirm data that the terminal holds.
 *
 * @param attribAnswer the card's answer to ATTRIB without CRC_B. Body: 1 length byte, then the rest
 * @param uniqueId the card's unique id. Body: all that is left, 8 bytes
 */
public record SelectConfirm(Bytes attribAnswer, Bytes uniqueId) implements Message {

    /** A unique id has 8 bytes. */
    public static final int UNIQUE_ID_LENGTH = 8;

    @Override
    public MessageType type() {
        return MessageType.SELECT_CONFIRM;
    }

    @Override
    public void encodeBody(WireWriter out) {
        out.u8(attribAnswer.length()).raw(attribAnswer).raw(uniqueId);
    }

    static SelectConfirm decode(WireReader clear, WireReader body) throws WireException {
        return new SelectConfirm(body.raw(body.u8()), body.raw(UNIQUE_ID_LENGTH));
    }
}
