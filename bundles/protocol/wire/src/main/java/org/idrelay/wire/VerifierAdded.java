package org.idrelay.wire;

import java.util.Set;
import org.idrelay.api.verifier.Capability;
import org.idrelay.api.verifier.VerifierState;

/**
 * The host offers a verifier to the server. Clear.
 *
 * @param number names the verifier in headers on this link, never 0. 4 bytes
 * @param name the verifier's name. 1 length byte, then 1 to 64 bytes
 * @param capabilities what it can read: bit 0 text and photo, 1 fingerprint, 2 address. 2 bytes
 * @param state 0 idle, 1 leased, 2 draining, 3 quarantined, 4 gone. 1 byte
 * @param highestTerm the highest term of any lease so far. 8 bytes
 */
public record VerifierAdded(
        long number, String name, Set<Capability> capabilities, VerifierState state, long highestTerm)
        implements Message {

    @Override
    public MessageType type() {
        return MessageType.VERIFIER_ADDED;
    }

    @Override
    public void encodeClear(WireWriter out) {
        out.u32(number).text(name).capabilities(capabilities).state(state).u64(highestTerm);
    }

    static VerifierAdded decode(WireReader clear, WireReader body) throws WireException {
        return new VerifierAdded(clear.u32(), clear.name(), clear.capabilities(), clear.state(), clear.u63());
    }
}
