package org.idrelay.wire;

/**
 * From the server in literal order, after steps 10 and 19: what replyTo names has been sent on. Carries nothing.
 */
public record Receipt() implements Message {

    @Override
    public MessageType type() {
        return MessageType.RECEIPT;
    }

    static Receipt decode(WireReader clear, WireReader body) throws WireException {
        return new Receipt();
    }
}
