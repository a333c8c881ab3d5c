package org.idrelay.wire;

/**
 * Asks whether the peer is alive. Clear.
 *
 * @param token any number. 8 bytes
 */
public record Ping(long token) implements Message {

    @Override
    public MessageType type() {
        return MessageType.PING;
    }

    @Override
    public void encodeClear(WireWriter out) {
        out.u64(token);
    }

    static Ping decode(WireReader clear, WireReader body) throws WireException {
        return new Ping(clear.u64());
    }
}
