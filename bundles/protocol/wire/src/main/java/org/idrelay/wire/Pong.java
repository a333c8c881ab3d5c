package org.idrelay.wire;

/**
 * Answers a Ping. Clear.
 *
 * @param token the Ping's number. 8 bytes
 */
public record Pong(long token) implements Message {

    @Override
    public MessageType type() {
        return MessageType.PONG;
    }

    @Override
    public void encodeClear(WireWriter out) {
        out.u64(token);
    }

    static Pong decode(WireReader clear, WireReader body) throws WireException {
        return new Pong(clear.u64());
    }
}
