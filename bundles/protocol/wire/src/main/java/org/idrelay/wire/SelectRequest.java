package org.idrelay.wire;

/**
 * Steps 13 and 14. Carries nothing.
 */
public record SelectRequest() implements Message {

    @Override
    public MessageType type() {
        return MessageType.SELECT_REQUEST;
    }

    static SelectRequest decode(WireReader clear, WireReader body) throws WireException {
        return new SelectRequest();
    }
}
