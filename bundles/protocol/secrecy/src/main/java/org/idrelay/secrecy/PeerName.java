package org.idrelay.secrecy;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.idrelay.wire.Names;
import org.idrelay.wire.Role;

/**
 * Whom a certificate speaks for: its subject alternative name {@code urn:idrelay:ROLE:ID}, a URI.
 *
 * @param role what the peer is
 * @param identity its name, 1 to 64 of {@code A-Z a-z 0-9 . _ -}
 */
public record PeerName(Role role, String identity) {

    private static final String PREFIX = "urn:idrelay:";
    private static final int URI = 6;

    public PeerName {
        Names.check("identity", identity);
    }

    /**
     * The name in a certificate.
     *
     * @throws CertificateException if there is not exactly one
     */
    public static PeerName of(X509Certificate certificate) throws CertificateException {
        Collection<List<?>> names = Objects.requireNonNullElse(certificate.getSubjectAlternativeNames(), List.of());
        List<String> urns = names.stream()
                .filter(name -> name.get(0).equals(URI))
                .map(name -> String.valueOf(name.get(1)))
                .filter(name -> name.startsWith(PREFIX))
                .toList();
        if (urns.size() != 1) {
            throw new CertificateException(
                    "%d names of the form %sROLE:ID in the certificate, not one".formatted(urns.size(), PREFIX));
        }
        try {
            return parse(urns.get(0));
        } catch (IllegalArgumentException e) {
            throw new CertificateException(e.getMessage(), e);
        }
    }

    /**
     * The name in the certificate of a peer of one role.
     *
     * @throws CertificateException if there is not exactly one, or it is of another role
     */
    static PeerName of(X509Certificate certificate, Role role) throws CertificateException {
        PeerName name = of(certificate);
        if (name.role() != role) {
            throw new CertificateException("%s is no %s".formatted(name, word(role)));
        }
        return name;
    }

    /**
     * The name that a URN stands for.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static PeerName parse(String urn) {
        for (Role role : List.of(Role.TERMINAL, Role.SERVER, Role.VERIFIER_HOST)) {
            String start = PREFIX + word(role) + ":";
            if (urn.startsWith(start)) {
                return new PeerName(role, urn.substring(start.length()));
            }
        }
        throw new IllegalArgumentException("no name of the form urn:idrelay:{terminal|server|verifier-host}:ID");
    }

    /** {@code urn:idrelay:ROLE:ID}. */
    public String urn() {
        return PREFIX + word(role) + ":" + identity;
    }

    /** The role's word in names and file names: terminal, server, verifier-host. */
    public static String word(Role role) {
        return role.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public String toString() {
        return urn();
    }
}
