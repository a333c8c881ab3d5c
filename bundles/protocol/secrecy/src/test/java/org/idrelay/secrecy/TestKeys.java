package org.idrelay.secrecy;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.idrelay.certs.CertificateAuthority;
import org.idrelay.wire.Role;

/** Keys for tests, in a folder as a container has it. */
final class TestKeys {

    static final PeerName TERMINAL = new PeerName(Role.TERMINAL, "t-01");
    static final PeerName HOST = new PeerName(Role.VERIFIER_HOST, "host-1");

    private TestKeys() {}

    static char[] password() {
        return "of the test".toCharArray();
    }

    static CertificateAuthority authority() throws Exception {
        return CertificateAuthority.create("test", Instant.now().plus(2, ChronoUnit.DAYS));
    }

    static CertificateAuthority.Request valid(PeerName name) {
        Instant now = Instant.now();
        return new CertificateAuthority.Request(
                Optional.of(name.urn()), List.of("127.0.0.1"), now.minusSeconds(60), now.plus(1, ChronoUnit.DAYS));
    }

    static Credentials credentials(CertificateAuthority authority, PeerName name) throws Exception {
        return credentials(authority, authority, valid(name));
    }

    /** Keys by one authority, roots of another; whatever is requested, also what no keyring would take. */
    static Credentials credentials(
            CertificateAuthority issuer, CertificateAuthority trusted, CertificateAuthority.Request request)
            throws Exception {
        return new Credentials(
                PeerName.parse(request.name().orElseThrow()),
                TestKeyring.entries(issuer, request),
                trusted.certificates());
    }

    static void write(Path file, KeyStore store) throws Exception {
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, password());
        }
    }
}
