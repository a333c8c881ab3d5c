package org.idrelay.secrecy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.idrelay.wire.Role;
import org.jspecify.annotations.Nullable;

/**
 * What a PKCS#12 file holds for one role.
 *
 * @param name whom all its certificates speak for
 * @param entries its keys, at most one for each suite
 */
record KeyFile(PeerName name, Map<Suite, KeyEntry> entries) {

    /**
     * Reads a file's bytes.
     *
     * @param password is wiped
     * @throws GeneralSecurityException if something in it is not as it must be, in words for operators
     */
    static KeyFile read(byte[] bytes, char[] password, Role role) throws GeneralSecurityException, IOException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12", Crypto.PROVIDER);
            store.load(new ByteArrayInputStream(bytes), password);
            return read(store, password, role);
        } finally {
            Arrays.fill(password, ' ');
        }
    }

    private static KeyFile read(KeyStore store, char[] password, Role role) throws GeneralSecurityException {
        Map<Suite, KeyEntry> entries = new EnumMap<>(Suite.class);
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias)) {
                KeyEntry entry = new KeyEntry(
                        (PrivateKey) store.getKey(alias, password), chainOf(store.getCertificateChain(alias)));
                entry.certificate().checkValidity();
                Suite suite = suiteOf(entry.certificate());
                if (entries.put(suite, entry) != null) {
                    throw new CertificateException("it holds two keys for one suite");
                }
                checkPair(entry, suite);
            }
        }
        if (entries.isEmpty()) {
            throw new CertificateException("it holds no key");
        }
        PeerName name = PeerName.of(entries.values().iterator().next().certificate());
        for (KeyEntry entry : entries.values()) {
            if (!name.equals(PeerName.of(entry.certificate(), role))) {
                throw new CertificateException("its certificates speak for different names");
            }
        }
        return new KeyFile(name, entries);
    }

    /** The chain without a root: the peer has its own. */
    private static List<X509Certificate> chainOf(Certificate @Nullable [] chain) throws CertificateException {
        if (chain == null || chain.length == 0) {
            throw new CertificateException("a key has no certificate");
        }
        return Arrays.stream(chain)
                .map(X509Certificate.class::cast)
                .filter(certificate -> certificate.equals(chain[0])
                        || !certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal()))
                .toList();
    }

    private static void checkPair(KeyEntry entry, Suite suite) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(suite.signature(), Crypto.PROVIDER);
        signature.initSign(entry.key());
        byte[] proof = signature.sign();
        signature.initVerify(entry.certificate());
        if (!signature.verify(proof)) {
            throw new CertificateException("a key is not that of its certificate");
        }
    }

    private static Suite suiteOf(X509Certificate certificate) throws CertificateException {
        Object curve = SubjectPublicKeyInfo.getInstance(
                        certificate.getPublicKey().getEncoded())
                .getAlgorithm()
                .getParameters();
        if (GMObjectIdentifiers.sm2p256v1.equals(curve)) {
            return Suite.TLS_SM4_GCM_SM3;
        }
        if (SECObjectIdentifiers.secp256r1.equals(curve)) {
            return Suite.TLS_AES_256_GCM_SHA384;
        }
        throw new CertificateException("a key is neither on P-256 nor on SM2's curve");
    }
}
