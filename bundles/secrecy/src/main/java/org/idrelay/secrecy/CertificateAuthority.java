package org.idrelay.secrecy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.idrelay.wire.Role;

/**
 * A small certificate authority for tests, demonstrations and first steps: one root with a P-256 key and one with an SM2
 * key, and a key of each kind for every peer. No substitute for an authority that somebody guards.
 */
public final class CertificateAuthority {

    private static final int SERIAL_BITS = 120;

    private final Map<Suite, KeyEntry> roots = new EnumMap<>(Suite.class);

    private CertificateAuthority() {}

    /**
     * What a certificate is to say.
     *
     * @param name whom it speaks for; empty for a certificate that no peer accepts
     * @param hosts host names and addresses that a dialling peer may expect
     */
    public record Request(Optional<PeerName> name, List<String> hosts, Instant notBefore, Instant notAfter) {}

    /** An authority with new keys, valid from yesterday. */
    public static CertificateAuthority create(String commonName, Instant notAfter) throws GeneralSecurityException {
        CertificateAuthority authority = new CertificateAuthority();
        Instant notBefore = Instant.now().minusSeconds(86_400);
        for (Suite suite : Suite.values()) {
            KeyPair pair = newPair(suite);
            X500Name subject = new X500Name("CN=%s %s".formatted(commonName, curveOf(suite)));
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    subject, serial(), Date.from(notBefore), Date.from(notAfter), subject, pair.getPublic());
            extend(builder, Extension.basicConstraints, new BasicConstraints(0));
            extend(builder, Extension.keyUsage, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            authority.roots.put(
                    suite, new KeyEntry(pair.getPrivate(), List.of(sign(builder, suite, pair.getPrivate()))));
        }
        return authority;
    }

    /** An authority as {@link #toKeyStore} saved it. */
    public static CertificateAuthority of(KeyStore store, char[] password) throws GeneralSecurityException {
        CertificateAuthority authority = new CertificateAuthority();
        for (Suite suite : Suite.values()) {
            authority.roots.put(
                    suite, new KeyEntry((PrivateKey) store.getKey(suite.name(), password), List.of((X509Certificate)
                            store.getCertificate(suite.name()))));
        }
        return authority;
    }

    /** The roots' keys and certificates. */
    public KeyStore toKeyStore(char[] password) throws GeneralSecurityException {
        return keyStore(roots, password);
    }

    /** The roots' certificates. */
    public List<X509Certificate> certificates() {
        return roots.values().stream().map(KeyEntry::certificate).toList();
    }

    /** When the first of the roots ends. */
    public Instant end() {
        return certificates().stream()
                .map(root -> root.getNotAfter().toInstant())
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** New keys for a peer, one for each suite, with certificates for what is requested. */
    public KeyStore issue(Request request, char[] password) throws GeneralSecurityException {
        return keyStore(entries(request), password);
    }

    /** The same in memory, whatever is requested. */
    Map<Suite, KeyEntry> entries(Request request) throws GeneralSecurityException {
        Map<Suite, KeyEntry> issued = new EnumMap<>(Suite.class);
        for (Map.Entry<Suite, KeyEntry> root : roots.entrySet()) {
            KeyPair pair = newPair(root.getKey());
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    new X500Name(root.getValue()
                            .certificate()
                            .getSubjectX500Principal()
                            .getName()),
                    serial(),
                    Date.from(request.notBefore()),
                    Date.from(request.notAfter()),
                    new X500Name("CN=" + request.name().map(PeerName::identity).orElse("nobody")),
                    pair.getPublic());
            extend(builder, Extension.keyUsage, new KeyUsage(KeyUsage.digitalSignature));
            extend(builder, Extension.extendedKeyUsage, new ExtendedKeyUsage(new KeyPurposeId[] {
                KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth
            }));
            List<GeneralName> names = names(request);
            if (!names.isEmpty()) {
                extend(builder, Extension.subjectAlternativeName, new GeneralNames(names.toArray(GeneralName[]::new)));
            }
            issued.put(
                    root.getKey(),
                    new KeyEntry(
                            pair.getPrivate(),
                            List.of(sign(builder, root.getKey(), root.getValue().key()))));
        }
        return issued;
    }

    /** New keys for several peers, valid for a day, in memory only: for tests. */
    public Keyring keyring(PeerName... names) throws GeneralSecurityException {
        Instant now = Instant.now();
        Map<Role, Credentials> credentials = new EnumMap<>(Role.class);
        for (PeerName name : names) {
            Request request = new Request(
                    Optional.of(name),
                    List.of("localhost", "127.0.0.1"),
                    now.minusSeconds(3600),
                    now.plusSeconds(86_400));
            credentials.put(name.role(), new Credentials(name, entries(request), certificates()));
        }
        return new Keyring(credentials);
    }

    private static List<GeneralName> names(Request request) {
        List<GeneralName> names = new ArrayList<>();
        request.name().ifPresent(name -> names.add(new GeneralName(GeneralName.uniformResourceIdentifier, name.urn())));
        for (String host : request.hosts()) {
            boolean address = host.matches("[0-9.]+") || host.contains(":");
            names.add(new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, host));
        }
        return names;
    }

    private static KeyStore keyStore(Map<Suite, KeyEntry> entries, char[] password) throws GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12-AES256-AES128", Crypto.PROVIDER);
            store.load(null, null);
            for (Map.Entry<Suite, KeyEntry> entry : entries.entrySet()) {
                store.setKeyEntry(
                        entry.getKey().name(),
                        entry.getValue().key(),
                        password,
                        copies(entry.getValue().chain()));
            }
            return store;
        } catch (IOException e) {
            throw new GeneralSecurityException("an empty key store cannot be made", e);
        }
    }

    /** A key store writes its aliases into the library's certificates, and another one would read them there. */
    private static Certificate[] copies(List<X509Certificate> chain) throws GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509", Crypto.PROVIDER);
        List<Certificate> copies = new ArrayList<>();
        for (X509Certificate certificate : chain) {
            copies.add(factory.generateCertificate(new ByteArrayInputStream(certificate.getEncoded())));
        }
        return copies.toArray(Certificate[]::new);
    }

    private static KeyPair newPair(Suite suite) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", Crypto.PROVIDER);
        generator.initialize(new ECGenParameterSpec(curveOf(suite)));
        return generator.generateKeyPair();
    }

    private static String curveOf(Suite suite) {
        return switch (suite) {
            case TLS_SM4_GCM_SM3 -> "sm2p256v1";
            case TLS_AES_256_GCM_SHA384 -> "secp256r1";
        };
    }

    static String signatureOf(Suite suite) {
        return switch (suite) {
            case TLS_SM4_GCM_SM3 -> "SM3withSM2";
            case TLS_AES_256_GCM_SHA384 -> "SHA256withECDSA";
        };
    }

    private static X509Certificate sign(JcaX509v3CertificateBuilder builder, Suite suite, PrivateKey key)
            throws GeneralSecurityException {
        try {
            return new JcaX509CertificateConverter()
                    .setProvider(Crypto.PROVIDER)
                    .getCertificate(builder.build(new JcaContentSignerBuilder(signatureOf(suite))
                            .setProvider(Crypto.PROVIDER)
                            .build(key)));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private static void extend(JcaX509v3CertificateBuilder builder, ASN1ObjectIdentifier extension, ASN1Encodable value)
            throws GeneralSecurityException {
        try {
            builder.addExtension(extension, !extension.equals(Extension.subjectAlternativeName), value);
        } catch (CertIOException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private static BigInteger serial() {
        return new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(SERIAL_BITS);
    }
}
