package org.idrelay.wire;

/** What a peer is on a link. */
public enum Role {
    /** Finds and selects cards and drives the read. */
    TERMINAL(0),
    /** Leases verifiers and relays. */
    SERVER(1),
    /** Offers the verifiers of one place. */
    VERIFIER_HOST(2),
    /** A bare reader; its link never leaves the terminal's process. */
    READER(3);

    private final int code;

    Role(int code) {
        this.code = code;
    }

    /** Its number on the wire. */
    int code() {
        return code;
    }

    static Role ofCode(int code) throws WireException {
        return WireReader.coded(values(), Role::code, code);
    }
}
