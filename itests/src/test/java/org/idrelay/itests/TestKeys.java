package org.idrelay.itests;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.idrelay.certs.CertificateAuthority;
import org.idrelay.certs.CertificateMaker;
import org.idrelay.secrecy.Keyring;
import org.idrelay.secrecy.PeerName;
import org.idrelay.secrecy.TestKeyring;
import org.idrelay.wire.Role;

/** Keys for tests. */
final class TestKeys {

    private TestKeys() {}

    /** The keys of one container with a terminal of that name, server-1 and host-1. */
    static Keyring keyring(String terminal) {
        try {
            return TestKeyring.of(
                    CertificateAuthority.create("test", Instant.now().plusSeconds(86_400)),
                    new PeerName(Role.TERMINAL, terminal),
                    new PeerName(Role.SERVER, "server-1"),
                    new PeerName(Role.VERIFIER_HOST, "host-1"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Keys by one authority for all tests of this process, by the tool that operators use, as containers have them. */
    static void copy(String identities, Path etc) throws IOException {
        copy(identities, etc, 365);
    }

    /** The same, valid for so many days. */
    static synchronized void copy(String identities, Path etc, int days) throws IOException {
        List<String> arguments =
                List.of("--out", made().toString(), "--days", Integer.toString(days), "made=" + identities);
        PrintStream quiet = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        if (CertificateMaker.run(arguments, quiet, System.err) != 0) {
            throw new IOException("no keys made");
        }
        try (Stream<Path> files = Files.walk(made().resolve("made"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = etc.resolve(made().resolve("made").relativize(file));
                Files.createDirectories(target.getParent());
                Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    /** What stands in the keys and secrets folders there. */
    static Keyring read(Path etc) throws IOException {
        String password = Files.readString(etc.resolve("secrets/idrelay-keys"));
        Keyring keyring = new Keyring();
        keyring.use(etc.resolve("keys"), password::toCharArray);
        List<String> wrong = keyring.reload();
        if (!wrong.isEmpty()) {
            throw new IOException(wrong.toString());
        }
        return keyring;
    }

    private static Path made() throws IOException {
        Path folder = Path.of("target", "keys").toAbsolutePath();
        return Files.createDirectories(folder);
    }
}
