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
        EXCHANGE(0),
        /** Switch the field on. */
        FIELD_ON(1),
        /** Switch the field off. */
        FIELD_OFF(2);

        private final int code;

        Action(int code) {
            this.code = code;
        }

        static Action ofCode(int code) throws WireException {
            return WireReader.coded(values(), action -> action.code, code);
        }
    }

    @Override
    public MessageType type() {
        return MessageType.READER_COMMAND;
    }

    @Override
    public void encodeBody(WireWriter out) {
        out.u8(action.code).u32(timeoutMillis).raw(frame);
    }

    static ReaderCommand decode(WireReader clear, WireReader body) throws WireException {
        return new ReaderCommand(Action.ofCode(body.u8()), body.u31(), body.rest());
    }
}
