package org.idrelay.wire;

/** What a peer is on a link. The order of the constants is that on the wire. */
public enum Role {
    /** Finds and selects cards and drives the read. */
    TERMINAL,
    /** Leases verifiers and relays. */
    SERVER,
    /** Offers the verifiers of one place. */
    VERIFIER_HOST,
    /** A bare reader; its link never leaves the terminal's process. */
    READER
}
