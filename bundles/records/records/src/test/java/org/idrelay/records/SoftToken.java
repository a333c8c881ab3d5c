package org.idrelay.records;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** A token of SoftHSM, in the folder that the build names in the environment. Made once for a JVM. */
final class SoftToken {

    static final String LIBRARY = "/usr/lib/softhsm/libsofthsm2.so";
    static final String LABEL = "idrelay tests";
    static final String PIN = "1234567890";

    private final Path folder;

    /** Makes the token and another one before it, anew. */
    SoftToken() throws IOException, InterruptedException {
        folder = Path.of(System.getenv("SOFTHSM2_CONF")).resolve("..").normalize();
        Path tokens = folder.resolve("tokens");
        run("rm", "-rf", tokens.toString());
        Files.createDirectories(tokens);
        Files.writeString(
                folder.resolve("softhsm2.conf"), "directories.tokendir = %s%n".formatted(tokens.toAbsolutePath()));
        for (String label : List.of("another", LABEL)) {
            run("softhsm2-util", "--init-token", "--free", "--label", label, "--pin", PIN, "--so-pin", PIN);
        }
    }

    static boolean isInstalled() {
        return Files.exists(Path.of(LIBRARY));
    }

    /** Makes a key in the token as docs/records.md says. */
    void makeKey() throws Exception {
        OptionalLong slot = TokenSlot.find(LIBRARY, LABEL);
        Path settings = Files.writeString(folder.resolve("token.cfg"), """
                name = token
                library = %s
                slot = %d
                attributes(generate, CKO_SECRET_KEY, *) = { CKA_SENSITIVE = true CKA_EXTRACTABLE = false }
                """.formatted(LIBRARY, slot.orElseThrow()));
        run(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genseckey",
                "-alias",
                WrappingKey.ALIAS,
                "-keyalg",
                "AES",
                "-keysize",
                "256",
                "-keystore",
                "NONE",
                "-storetype",
                "PKCS11",
                "-addprovider",
                "SunPKCS11",
                "-providerarg",
                settings.toString(),
                "-storepass",
                PIN);
    }

    private void run(String... command) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path said = folder.resolve("said");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("%s failed: %s".formatted(command[0], Files.readString(said)));
        }
    }
}
