package org.idrelay.itests;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.idrelay.secrecy.CertificateAuthority;
import org.idrelay.secrecy.CertificateMaker;
import org.idrelay.secrecy.Keyring;
import org.idrelay.secrecy.PeerName;
import org.idrelay.wire.Role;

/** Keys for tests. */
final class TestKeys {

    private TestKeys() {}

    /** The keys of one container with a terminal of that name, server-1 and host-1. */
    static Keyring keyring(String terminal) {
        try {
            return CertificateAuthority.create("test", Instant.now().plusSeconds(86_400))
                    .keyring(
                            new PeerName(Role.TERMINAL, terminal),
                            new PeerName(Role.SERVER, "server-1"),
                            new PeerName(Role.VERIFIER_HOST, "host-1"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A folder with an authority, and keys and secrets for each container, by the tool that operators use. */
    static Path make(String... containers) {
        try {
            Path out = Files.createTempDirectory("idrelay-keys");
            List<String> arguments = new ArrayList<>(List.of("--out", out.toString()));
            arguments.addAll(List.of(containers));
            PrintStream quiet = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
            if (CertificateMaker.run(arguments, quiet, System.err) != 0) {
                throw new IllegalStateException("no keys made");
            }
            return out;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
