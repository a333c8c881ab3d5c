package org.idrelay.wire;

import org.idrelay.api.Bytes;

/**
 * Steps 6 to 8: the verifier's own find command.
 *
 * @param handshake the verifier's handshake records; empty without. Clear: 2 length bytes, then the rest
 * @param data find-response data: REQB or WUPB without CRC_B. Body: all of it
 */
public record FindResponse(Bytes handshake, Bytes data) implements Message {

    /** The same message with other handshake records. */
    public FindResponse withHandshake(Bytes records) {
        return new FindResponse(records, data);
    }

    @Override
    public MessageType type() {
        return MessageType.FIND_RESPONSE;
    }

    @Override
    public void encodeClear(WireWriter out) {
        out.bytes(handshake);
    }

    @Override
    public void encodeBody(WireWriter out) {
        out.raw(data);
    }

    static FindResponse decode(WireReader clear, WireReader body) throws WireException {
        return new FindResponse(clear.bytes(), body.rest());
    }
}
