package org.idrelay.wire;

import java.util.List;
import org.idrelay.api.Bytes;

/**
 * Steps 26 to 28: the record. Ends the session.
 *
 * @param frames the verifier's host frames, preamble and checksum included. Body: 2 count bytes, at least 1; each 2 length bytes and the rest
 */
public record Identity(List<Bytes> frames) implements Message {

    @Override
    public MessageType type() {
        return MessageType.IDENTITY;
    }

    @Override
    public void encodeBody(WireWriter out) {
        out.u16(frames.size());
        frames.forEach(out::bytes);
    }

    static Identity decode(WireReader clear, WireReader body) throws WireException {
        return new Identity(body.list(2, WireReader::bytes));
    }
}
