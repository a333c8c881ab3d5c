package org.idrelay.certs;

/** The two kinds of keys that every peer has. */
enum KeyKind {
    /** For links and sessions where SM4 is allowed. */
    SM2("TLS_SM4_GCM_SM3", "sm2p256v1", "SM3withSM2"),
    /** For all others. */
    P256("TLS_AES_256_GCM_SHA384", "secp256r1", "SHA256withECDSA");

    private final String alias;
    private final String curve;
    private final String signature;

    KeyKind(String alias, String curve, String signature) {
        this.alias = alias;
        this.curve = curve;
        this.signature = signature;
    }

    /** The key's name in a key store: the suite that it is for. */
    String alias() {
        return alias;
    }

    String curve() {
        return curve;
    }

    /** How it signs, as Java calls that. */
    String signature() {
        return signature;
    }
}
