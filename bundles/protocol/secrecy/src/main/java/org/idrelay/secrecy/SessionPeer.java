package org.idrelay.secrecy;

import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Vector;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateEntry;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.SignatureScheme;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCertificate;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;
import org.idrelay.wire.Role;
import org.jspecify.annotations.Nullable;

/** What both ends of a session key have in common: which suites they allow, their proof of identity, and the peer's. */
@SuppressWarnings("JdkObsolete") // the library wants Vectors
final class SessionPeer {

    private static final String ID_LABEL = "EXPORTER-IdRelay-key-id";
    private static final int ID_LENGTH = 8;

    static final ProtocolVersion[] VERSIONS = ProtocolVersion.TLSv13.only();

    private final JcaTlsCrypto crypto = Crypto.tls();
    private final Credentials credentials;
    private final List<Suite> allowed;
    private @Nullable TlsContext context;
    private @Nullable PeerName name;
    private @Nullable String refusal;
    private Optional<Suite> suite = Optional.empty();
    private String keyId = "";

    /** Suites without a key of ours are not offered. */
    SessionPeer(Credentials credentials, List<Suite> allowed) {
        this.credentials = credentials;
        this.allowed = allowed.stream()
                .filter(suite -> credentials.entry(suite).isPresent())
                .toList();
    }

    void begin(TlsContext own) {
        context = own;
    }

    JcaTlsCrypto crypto() {
        return crypto;
    }

    List<Suite> allowed() {
        return allowed;
    }

    PeerName self() {
        return credentials.name();
    }

    Optional<PeerName> name() {
        return Optional.ofNullable(name);
    }

    /** Why the peer was refused, if it was. */
    Optional<String> refusal() {
        return Optional.ofNullable(refusal);
    }

    /** The handshake is complete: only now the library gives what is derived from the key. */
    void completed() {
        if (context != null) {
            suite = Suite.ofNumber(context.getSecurityParameters().getCipherSuite());
            keyId = HexFormat.of().formatHex(context.exportKeyingMaterial(ID_LABEL, new byte[0], ID_LENGTH));
        }
    }

    /** The suite that the handshake came to. */
    Optional<Suite> suite() {
        return suite;
    }

    /** Names the key; empty until it stands. */
    String keyId() {
        return keyId;
    }

    int[] suites() {
        return allowed.stream().mapToInt(Suite::number).toArray();
    }

    Vector<Integer> groups() {
        return new Vector<>(allowed.stream().map(Suite::group).toList());
    }

    Vector<SignatureAndHashAlgorithm> signatures() {
        return new Vector<>(allowed.stream().map(SessionPeer::signatureOf).toList());
    }

    Vector<SignatureAndHashAlgorithm> signaturesOf(Suite suite) {
        return new Vector<>(List.of(signatureOf(suite)));
    }

    /** Our proof of identity for the suite that was chosen. */
    TlsCredentials prove(byte[] requestContext) throws IOException {
        if (context == null) {
            throw new TlsFatalAlert(AlertDescription.internal_error);
        }
        Suite suite = Suite.ofNumber(context.getSecurityParametersHandshake().getCipherSuite())
                .filter(allowed::contains)
                .orElseThrow(() -> new TlsFatalAlert(AlertDescription.handshake_failure));
        KeyEntry entry =
                credentials.entry(suite).orElseThrow(() -> new TlsFatalAlert(AlertDescription.handshake_failure));
        List<CertificateEntry> chain = new ArrayList<>();
        for (X509Certificate certificate : entry.chain()) {
            chain.add(new CertificateEntry(new JcaTlsCertificate(crypto, certificate), null));
        }
        return new JcaDefaultTlsCredentialedSigner(
                new TlsCryptoParameters(context),
                crypto,
                entry.key(),
                new Certificate(requestContext, chain.toArray(CertificateEntry[]::new)),
                signatureOf(suite));
    }

    /** Takes the peer's certificates, if they speak for a peer of that role; else the handshake ends. */
    void believe(Certificate certificates, Role role) throws IOException {
        try {
            List<X509Certificate> chain = new ArrayList<>();
            for (TlsCertificate certificate : certificates.getCertificateList()) {
                chain.add(JcaTlsCertificate.convert(crypto, certificate).getX509Certificate());
            }
            name = credentials.check(chain, role);
        } catch (CertificateException e) {
            refusal = e.getMessage();
            throw new TlsFatalAlert(
                    TlsUtils.isNullOrEmpty(certificates.getCertificateList())
                            ? AlertDescription.certificate_required
                            : AlertDescription.bad_certificate,
                    e);
        }
    }

    private static SignatureAndHashAlgorithm signatureOf(Suite suite) {
        return SignatureScheme.getSignatureAndHashAlgorithm(suite.signatureScheme());
    }
}
