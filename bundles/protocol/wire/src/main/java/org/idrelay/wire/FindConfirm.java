package org.idrelay.wire;

import org.idrelay.api.Bytes;

/**
 * Steps 9 and 10: the ATQB that the terminal holds.
 *
 * @param handshake the terminal's last handshake records; empty without. Clear: 2 length bytes, then the rest
 * @param atqb find-confirm data: the ATQB without CRC_B. Body: all of it
 */
public record FindConfirm(Bytes handshake, Bytes atqb) implements Message {

    /** The same message with other handshake records. */
    public FindConfirm withHandshake(Bytes records) {
        return new FindConfirm(records, atqb);
    }

    /**
     * The handshake records of a frame whose body is still sealed.
     *
     * @throws WireException FRAME_MALFORMED if the clear part is no find confirm's
     */
    public static Bytes handshakeOf(Frame frame) throws WireException {
        WireReader clear = new WireReader(frame.clear());
        Bytes handshake = clear.bytes();
        clear.end();
        return handshake;
    }

    @Override
    public MessageType type() {
        return MessageType.FIND_CONFIRM;
    }

    @Override
    public void encodeClear(WireWriter out) {
        out.bytes(handshake);
    }

    @Override
    public void encodeBody(WireWriter out) {
        out.raw(atqb);
    }

    static FindConfirm decode(WireReader clear, WireReader body) throws WireException {
        return new FindConfirm(clear.bytes(), body.rest());
    }
}
