package org.idrelay.wire;

import org.idrelay.api.verifier.Capability;
import org.idrelay.api.verifier.VerifierState;

/** The numbers that stand on the wire for constants of the contracts, which know of no wire. */
final class Codes {

    private Codes() {}

    static int of(VerifierState state) {
        return switch (state) {
            case IDLE -> 0;
            case LEASED -> 1;
            case DRAINING -> 2;
            case QUARANTINED -> 3;
            case GONE -> 4;
        };
    }

    static int bit(Capability capability) {
        return switch (capability) {
            case TEXT_PHOTO -> 1;
            case FINGERPRINT -> 1 << 1;
            case ADDRESS -> 1 << 2;
        };
    }
}
