package org.idrelay.wire;

import org.idrelay.api.Bytes;

/**
 * From a reader to its terminal: the outcome of the command that replyTo names. Never leaves the process. A reader that failed sends a Failure.
 *
 * @param answered whether the card answered; false also after a switch of the field. Body: 1 byte, 0 or 1
 * @param frame the card's bytes as they came, CRC_B included and unchecked. Body: all that is left
 */
public record ReaderAnswer(boolean answered, Bytes frame) implements Message {

    @Override
    public MessageType type() {
        return MessageType.READER_ANSWER;
    }

    @Override
    public void encodeBody(WireWriter out) {
        out.u8(answered ? 1 : 0).raw(frame);
    }

    static ReaderAnswer decode(WireReader clear, WireReader body) throws WireException {
        return new ReaderAnswer(body.flag(), body.rest());
    }
}
