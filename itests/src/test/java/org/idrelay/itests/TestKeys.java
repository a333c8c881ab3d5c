package org.idrelay.itests;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.idrelay.secrecy.CertificateMaker;
import org.idrelay.secrecy.Keyring;

/** Certificates for tests, made by the tool that operators use. */
final class TestKeys {

    private TestKeys() {}

    /** The keys of one container with a terminal of that name, server-1 and host-1. */
    static Keyring keyring(String terminal) {
        Path made = make("all=terminal:%s,server:server-1,verifier-host:host-1".formatted(terminal));
        Keyring keyring = new Keyring(made.resolve("all/keys"), () -> password(made.resolve("all")));
        List<String> wrong = keyring.reload();
        if (!wrong.isEmpty()) {
            throw new IllegalStateException(wrong.toString());
        }
        return keyring;
    }

    /** A folder with an authority, and keys and secrets for each container. */
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

    private static char[] password(Path container) {
        try {
            return Files.readString(container.resolve("secrets/idrelay-keys")).toCharArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
