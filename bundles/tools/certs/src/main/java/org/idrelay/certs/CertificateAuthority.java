package org.idrelay.certs;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
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
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A small certificate authority for tests, demonstrations and first steps: one root with a P-256 key and one with an SM2
 * key, and a key of each kind for every peer. No substitute for an authority that somebody guards.
 */
public final class CertificateAuthority {

    private static final int SERIAL_BITS = 120;

    /** Not registered with the platform: this code may run inside somebody else's process. */
    static final Provider PROVIDER = new BouncyCastleProvider();

    private final Map<KeyKind, Entry> roots = new EnumMap<>(KeyKind.class);

    private CertificateAuthority() {}

    /**
     * What a certificate is to say.
     *
     * @param name the URN of the one that it speaks for, {@code urn:idrelay:ROLE:ID}; empty for a certificate that no peer
     *     accepts
     * @param hosts host names and addresses that a dialling peer may expect
     */
    public record Request(Optional<String> name, List<String> hosts, Instant notBefore, Instant notAfter) {}

    private record Entry(PrivateKey key, X509Certificate certificate) {}

    /** An authority with new keys, valid from yesterday. */
    public static CertificateAuthority create(String commonName, Instant notAfter) throws GeneralSecurityException {
        CertificateAuthority authority = new CertificateAuthority();
        Instant notBefore = Instant.now().minusSeconds(86_400);
        for (KeyKind kind : KeyKind.values()) {
            KeyPair pair = newPair(kind);
            X500Name subject = new X500Name("CN=%s %s".formatted(commonName, kind.curve()));
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    subject, serial(), Date.from(notBefore), Date.from(notAfter), subject, pair.getPublic());
            extend(builder, Extension.basicConstraints, new BasicConstraints(0));
            extend(builder, Extension.keyUsage, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            authority.roots.put(kind, new Entry(pair.getPrivate(), sign(builder, kind, pair.getPrivate())));
        }
        return authority;
    }

    /** An authority as {@link #toKeyStore} saved it. */
    public static CertificateAuthority of(KeyStore store, char[] password) throws GeneralSecurityException {
        CertificateAuthority authority = new CertificateAuthority();
        for (KeyKind kind : KeyKind.values()) {
            authority.roots.put(kind, new Entry((PrivateKey) store.getKey(kind.alias(), password), (X509Certificate)
                    store.getCertificate(kind.alias())));
        }
        return authority;
    }

    /** The roots' keys and certificates. */
    public KeyStore toKeyStore(char[] password) throws GeneralSecurityException {
        return keyStore(roots, password);
    }

    /** The roots' certificates. */
    public List<X509Certificate> certificates() {
        return roots.values().stream().map(Entry::certificate).toList();
    }

    /** The same as a text, for {@code trust.pem}. */
    public String pem() throws GeneralSecurityException {
        StringBuilder text = new StringBuilder();
        for (X509Certificate certificate : certificates()) {
            text.append("-----BEGIN CERTIFICATE-----\n")
                    .append(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded()))
                    .append("\n-----END CERTIFICATE-----\n");
        }
        return text.toString();
    }

    /** When the first of the roots ends. */
    public Instant end() {
        return certificates().stream()
                .map(root -> root.getNotAfter().toInstant())
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** New keys for a peer, one of each kind, with certificates for what is requested. */
    public KeyStore issue(Request request, char[] password) throws GeneralSecurityException {
        Map<KeyKind, Entry> issued = new EnumMap<>(KeyKind.class);
        for (Map.Entry<KeyKind, Entry> root : roots.entrySet()) {
            KeyPair pair = newPair(root.getKey());
            X509Certificate certificate = certificate(request, pair.getPublic(), root.getKey(), root.getValue());
            issued.put(root.getKey(), new Entry(pair.getPrivate(), certificate));
        }
        return keyStore(issued, password);
    }

    private static X509Certificate certificate(Request request, PublicKey key, KeyKind kind, Entry root)
            throws GeneralSecurityException {
        String identity = request.name()
                .map(urn -> urn.substring(urn.lastIndexOf(':') + 1))
                .orElse("nobody");
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                new X500Name(root.certificate().getSubjectX500Principal().getName()),
                serial(),
                Date.from(request.notBefore()),
                Date.from(request.notAfter()),
                new X500Name("CN=" + identity),
                key);
        extend(builder, Extension.keyUsage, new KeyUsage(KeyUsage.digitalSignature));
        extend(builder, Extension.extendedKeyUsage, new ExtendedKeyUsage(new KeyPurposeId[] {
            KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth
        }));
        List<GeneralName> names = names(request);
        if (!names.isEmpty()) {
            extend(builder, Extension.subjectAlternativeName, new GeneralNames(names.toArray(GeneralName[]::new)));
        }
        return sign(builder, kind, root.key());
    }

    private static List<GeneralName> names(Request request) {
        List<GeneralName> names = new ArrayList<>();
        request.name().ifPresent(name -> names.add(new GeneralName(GeneralName.uniformResourceIdentifier, name)));
        for (String host : request.hosts()) {
            boolean address = host.matches("[0-9.]+") || host.contains(":");
            names.add(new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, host));
        }
        return names;
    }

    private static KeyStore keyStore(Map<KeyKind, Entry> entries, char[] password) throws GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12-AES256-AES128", PROVIDER);
            store.load(null, null);
            for (Map.Entry<KeyKind, Entry> entry : entries.entrySet()) {
                Certificate[] chain = {copy(entry.getValue().certificate())};
                store.setKeyEntry(entry.getKey().alias(), entry.getValue().key(), password, chain);
            }
            return store;
        } catch (IOException e) {
            throw new GeneralSecurityException("an empty key store cannot be made", e);
        }
    }

    /** A key store writes its aliases into the library's certificates, and another one would read them there. */
    private static Certificate copy(X509Certificate certificate) throws GeneralSecurityException {
        return CertificateFactory.getInstance("X.509", PROVIDER)
                .generateCertificate(new ByteArrayInputStream(certificate.getEncoded()));
    }

    private static KeyPair newPair(KeyKind kind) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", PROVIDER);
        generator.initialize(new ECGenParameterSpec(kind.curve()));
        return generator.generateKeyPair();
    }

    private static X509Certificate sign(JcaX509v3CertificateBuilder builder, KeyKind kind, PrivateKey key)
            throws GeneralSecurityException {
        try {
            return new JcaX509CertificateConverter()
                    .setProvider(PROVIDER)
                    .getCertificate(builder.build(new JcaContentSignerBuilder(kind.signature())
                            .setProvider(PROVIDER)
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
