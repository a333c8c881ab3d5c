package org.idrelay.wire;

/**
 * From the server: every verifier that may serve is in use. The session waits; the same choice is made as soon as one is free. Clear.
 *
 * @param position the session's place among those that wait, from 1. 4 bytes
 * @param estimateMillis how long it will probably wait; 0 = unknown. 4 bytes
 */
public record Queued(int position, int estimateMillis) implements Message {

    @Override
    public MessageType type() {
        return MessageType.QUEUED;
    }

    @Override
    public void encodeClear(WireWriter out) {
        out.u32(position).u32(estimateMillis);
    }

    static Queued decode(WireReader clear, WireReader body) throws WireException {
        return new Queued(clear.u31(), clear.u31());
    }
}
