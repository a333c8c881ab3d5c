package org.idrelay.wire;

import org.idrelay.api.Bytes;

/**
 * Steps 15 to 17: the verifier's own ATTRIB.
 *
 * @param data select-response data: ATTRIB without CRC_B. Body: all of it
 */
public record SelectResponse(Bytes data) implements Message {

    @Override
    public MessageType type() {
        return MessageType.SELECT_RESPONSE;
    }

    @Override
    public void encodeBody(WireWriter out) {
        out.raw(data);
    }

    static SelectResponse decode(WireReader clear, WireReader body) throws WireException {
        return new SelectResponse(body.rest());
    }
}
