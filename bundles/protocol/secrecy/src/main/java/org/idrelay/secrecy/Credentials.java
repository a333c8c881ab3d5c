package org.idrelay.secrecy;

import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.idrelay.wire.Role;

/**
 * What one role of this container proves its identity with, and whom it believes: at most one key for each suite, all for
 * the same name, and the roots of trust. Immutable.
 */
public final class Credentials {

    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final int DIGITAL_SIGNATURE = 0;

    private final PeerName name;
    private final Map<Suite, KeyEntry> entries;
    private final List<X509Certificate> roots;

    Credentials(PeerName name, Map<Suite, KeyEntry> entries, List<X509Certificate> roots) {
        this.name = name;
        this.entries = new EnumMap<>(entries);
        this.roots = List.copyOf(roots);
    }

    /** The same keys with other roots of trust. */
    Credentials trusting(List<X509Certificate> others) {
        return new Credentials(name, entries, others);
    }

    /** Whom the certificates speak for. */
    public PeerName name() {
        return name;
    }

    /** The owner's certificates, one for each suite that there is a key for. */
    public List<X509Certificate> certificates() {
        return entries.values().stream().map(KeyEntry::certificate).toList();
    }

    /** What the platform's own TLS proves our identity with on a link: the P-256 key. */
    public X509ExtendedKeyManager linkKeys() {
        return new LinkKeys(entry(Suite.TLS_AES_256_GCM_SHA384));
    }

    /**
     * Whom the platform's own TLS believes on a link: valid chains to our roots, with the host name if the engine asks for
     * that, of peers of one role.
     */
    public X509ExtendedTrustManager linkTrust(Role peer) {
        try {
            return new LinkTrust(peer, roots);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform checks certificate paths", e);
        }
    }

    Optional<KeyEntry> entry(Suite suite) {
        return Optional.ofNullable(entries.get(suite));
    }

    /**
     * Whom a chain speaks for, if it is valid now, leads to one of our roots and is of a peer of that role.
     *
     * @param chain the peer's certificate first
     * @throws CertificateException if it is not, with the reason
     */
    PeerName check(List<X509Certificate> chain, Role role) throws CertificateException {
        List<X509Certificate> path = new ArrayList<>(chain);
        path.removeIf(roots::contains);
        if (path.isEmpty()) {
            throw new CertificateException("no certificate of a peer");
        }
        try {
            Set<TrustAnchor> anchors =
                    roots.stream().map(root -> new TrustAnchor(root, null)).collect(Collectors.toSet());
            PKIXParameters parameters = new PKIXParameters(anchors);
            parameters.setRevocationEnabled(false); // an identity is withdrawn by freezing it
            CertPath certPath =
                    CertificateFactory.getInstance("X.509", Crypto.PROVIDER).generateCertPath(path);
            CertPathValidator.getInstance("PKIX", Crypto.PROVIDER).validate(certPath, parameters);
        } catch (CertificateException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new CertificateException(e.getMessage(), e);
        }
        X509Certificate own = path.get(0);
        checkUsage(own, role);
        return PeerName.of(own, role);
    }

    private static void checkUsage(X509Certificate certificate, Role role) throws CertificateException {
        boolean[] usage = certificate.getKeyUsage();
        List<String> extended = certificate.getExtendedKeyUsage();
        String wanted = role == Role.TERMINAL ? CLIENT_AUTH : SERVER_AUTH;
        if ((usage != null && !usage[DIGITAL_SIGNATURE]) || (extended != null && !extended.contains(wanted))) {
            throw new CertificateException("the certificate is not for authentication");
        }
    }

    @Override
    public String toString() {
        return name.urn();
    }
}
