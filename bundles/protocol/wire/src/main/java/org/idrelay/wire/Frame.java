package org.idrelay.wire;

import org.idrelay.api.Bytes;

/**
 * One frame: its header and its payload, which has a clear part that the server may read and a body that it never does.
 *
 * @param header the clear header
 * @param clear what server and link need to know; never card data
 * @param body what only terminal and verifier read; sealed if the header says so
 */
public record Frame(Header header, Bytes clear, Bytes body) {

    /** The frame of a message with a clear body. */
    public static Frame of(Header header, Message message) {
        if (header.type() != message.type()) {
            throw new IllegalArgumentException(header.type() + " header for " + message.type());
        }
        WireWriter clear = new WireWriter();
        message.encodeClear(clear);
        WireWriter body = new WireWriter();
        message.encodeBody(body);
        return new Frame(header, clear.written(), body.written());
    }

    /** The frame of a message that belongs to the link. */
    public static Frame ofLink(Message message) {
        return of(Header.ofLink(message.type()), message);
    }

    /**
     * The message of this frame.
     *
     * @throws WireException if the payload is not that of the header's type, or the body is still sealed
     */
    public Message message() throws WireException {
        return header.type().decode(this);
    }

    /** The same payload under another lease: all that the server ever changes. */
    public Frame withLease(long verifier, long term) {
        return new Frame(header.withLease(verifier, term), clear, body);
    }

    /** Its bytes on the wire, the length field included. */
    public int length() {
        return FrameCodec.LENGTH_SIZE + FrameCodec.HEADER_LENGTH + clear.length() + body.length();
    }
}
