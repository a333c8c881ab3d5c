package org.idrelay.transport;

import java.security.GeneralSecurityException;
import java.time.Instant;
import org.idrelay.certs.CertificateAuthority;
import org.idrelay.secrecy.Keyring;
import org.idrelay.secrecy.PeerName;
import org.idrelay.secrecy.TestKeyring;
import org.idrelay.wire.Role;

/** Keys of t-01, server-1 and host-1, all by one authority. */
final class Keys {

    static final PeerName TERMINAL = new PeerName(Role.TERMINAL, "t-01");
    static final PeerName SERVER = new PeerName(Role.SERVER, "server-1");
    static final PeerName HOST = new PeerName(Role.VERIFIER_HOST, "host-1");
    static final CertificateAuthority AUTHORITY = authority();
    static final Keyring ALL = keyring(TERMINAL, SERVER, HOST);

    private Keys() {}

    static CertificateAuthority authority() {
        try {
            return CertificateAuthority.create("test", Instant.now().plusSeconds(86_400));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static Keyring keyring(PeerName... names) {
        try {
            return TestKeyring.of(AUTHORITY, names);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
