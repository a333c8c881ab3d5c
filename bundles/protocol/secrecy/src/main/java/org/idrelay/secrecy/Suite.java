package org.idrelay.secrecy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.SignatureScheme;
import org.idrelay.api.settings.Settings;

/** A cipher suite that may seal a session, with the group and the signatures that go with it. */
public enum Suite {
    /** RFC 8998: SM4-GCM and SM3, keys agreed on curveSM2, SM2 certificates. */
    TLS_SM4_GCM_SM3(CipherSuite.TLS_SM4_GCM_SM3, NamedGroup.curveSM2, SignatureScheme.sm2sig_sm3, "SM3withSM2"),
    /** RFC 8446: AES-256-GCM and SHA-384, keys agreed on X25519, certificates with P-256 keys. */
    TLS_AES_256_GCM_SHA384(
            CipherSuite.TLS_AES_256_GCM_SHA384,
            NamedGroup.x25519,
            SignatureScheme.ecdsa_secp256r1_sha256,
            "SHA256withECDSA");

    private static final String KEY = "sessionKeySuites";

    private final int number;
    private final int group;
    private final int signatureScheme;
    private final String signature;

    Suite(int number, int group, int signatureScheme, String signature) {
        this.number = number;
        this.group = group;
        this.signatureScheme = signatureScheme;
        this.signature = signature;
    }

    /** The suites that {@code sessionKeySuites} of a file names, in the order of preference. */
    public static List<Suite> list(Settings file, String setting) {
        List<Suite> suites = Settings.list(setting).stream()
                .map(name -> named(file, name))
                .distinct()
                .toList();
        if (suites.isEmpty()) {
            throw file.refused(KEY, "is empty, and at least one is wanted of " + List.of(values()));
        }
        return suites;
    }

    private static Suite named(Settings file, String name) {
        return Arrays.stream(values())
                .filter(suite -> suite.name().equals(name))
                .findFirst()
                .orElseThrow(() -> file.refused(KEY, "%s is none of %s".formatted(name, List.of(values()))));
    }

    static Optional<Suite> ofNumber(int number) {
        return Arrays.stream(values()).filter(suite -> suite.number == number).findFirst();
    }

    int number() {
        return number;
    }

    int group() {
        return group;
    }

    int signatureScheme() {
        return signatureScheme;
    }

    /** How its keys sign, as Java calls that. */
    String signature() {
        return signature;
    }
}
