package org.idrelay.api.verifier;

/** What a verifier can be asked for at this moment. */
public enum VerifierState {
    /** Free. */
    IDLE,
    /** Serving one session. */
    LEASED,
    /** Finishes its session and takes no other. */
    DRAINING,
    /** Failed; takes no session until it proved itself well. */
    QUARANTINED,
    /** Not reachable. */
    GONE
}
