package org.idrelay.wire;

import org.idrelay.api.Bytes;

/**
 * From the terminal to one of its readers: one action of the front end. Never leaves the process.
 *
 * @param action 0 exchange, 1 field on, 2 field off. Body: 1 byte
 * @param timeoutMillis how long the card may take to answer. Body: 4 bytes
 * @param frame the bytes on air, CRC_B included; empty unless exchange. Body: all that is left
 */
public record ReaderCommand(Action action, int timeoutMillis, Bytes frame) implements Message {

    /** What the reader is to do. */
    public enum Action {
        /** Send a frame and wait for the card's answer. */
        EXCHANGE,
        /** Switch the field on. */
        FIELD_ON,
        /** Switch the field off. */
        FIELD_OFF
    }

    @Override
    public MessageType type() {
        return MessageType.READER_COMMAND;
    }

    @Override
    public void encodeBody(WireWriter out) {
        out.constant(action).u32(timeoutMillis).raw(frame);
    }

    static ReaderCommand decode(WireReader clear, WireReader body) throws WireException {
        return new ReaderCommand(body.constant(Action.class), body.u31(), body.rest());
    }
}
