package org.idrelay.wire;

import org.idrelay.api.verifier.VerifierState;

/**
 * The host reports a verifier's new state to the server. Clear.
 *
 * @param number the verifier. 4 bytes
 * @param state as in VerifierAdded. 1 byte
 * @param note why, for operators. 1 length byte, then up to 255 bytes of UTF-8
 */
public record VerifierChanged(long number, VerifierState state, String note) implements Message {

    @Override
    public MessageType type() {
        return MessageType.VERIFIER_CHANGED;
    }

    @Override
    public void encodeClear(WireWriter out) {
        out.u32(number).state(state).text(note);
    }

    static VerifierChanged decode(WireReader clear, WireReader body) throws WireException {
        return new VerifierChanged(clear.u32(), clear.state(), clear.text());
    }
}
