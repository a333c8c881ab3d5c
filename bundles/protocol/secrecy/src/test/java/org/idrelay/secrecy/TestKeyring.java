package org.idrelay.secrecy;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.idrelay.certs.CertificateAuthority;
import org.idrelay.certs.CertificateAuthority.Request;
import org.idrelay.wire.Role;

/** Keys in memory that an authority made for a test; for the tests of every role. */
public final class TestKeyring {

    private TestKeyring() {}

    /** New keys for several peers, valid for a day. */
    public static Keyring of(CertificateAuthority by, PeerName... names) throws GeneralSecurityException {
        Instant now = Instant.now();
        Map<Role, Credentials> credentials = new EnumMap<>(Role.class);
        for (PeerName name : names) {
            Request request = new Request(
                    Optional.of(name.urn()),
                    List.of("localhost", "127.0.0.1"),
                    now.minusSeconds(3600),
                    now.plusSeconds(86_400));
            credentials.put(name.role(), new Credentials(name, entries(by, request), by.certificates()));
        }
        return new Keyring(credentials);
    }

    /** New keys for whatever is requested, also what no keyring would take. */
    static Map<Suite, KeyEntry> entries(CertificateAuthority by, Request request) throws GeneralSecurityException {
        char[] password = "of the test".toCharArray();
        KeyStore store = by.issue(request, password);
        Map<Suite, KeyEntry> entries = new EnumMap<>(Suite.class);
        for (Suite suite : Suite.values()) {
            entries.put(suite, new KeyEntry((PrivateKey) store.getKey(suite.name(), password), List.of((X509Certificate)
                    store.getCertificate(suite.name()))));
        }
        return entries;
    }
}
