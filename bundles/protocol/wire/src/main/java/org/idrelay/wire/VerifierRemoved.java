package org.idrelay.wire;

/**
 * The host no longer offers a verifier. Clear.
 *
 * @param number the verifier. 4 bytes
 */
public record VerifierRemoved(long number) implements Message {

    @Override
    public MessageType type() {
        return MessageType.VERIFIER_REMOVED;
    }

    @Override
    public void encodeClear(WireWriter out) {
        out.u32(number);
    }

    static VerifierRemoved decode(WireReader clear, WireReader body) throws WireException {
        return new VerifierRemoved(clear.u32());
    }
}
