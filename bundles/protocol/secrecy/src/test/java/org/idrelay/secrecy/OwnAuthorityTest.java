package org.idrelay.secrecy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.idrelay.wire.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The lines of docs/security.md, run as they stand, make keys that are of use. */
class OwnAuthorityTest {

    private static final String BEGIN = "```sh own authority\n";
    private static final String PASSWORD = "synthetic";

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void keysByOpensslAgreeOnASessionKey(Suite suite) throws Exception {
        List<Suite> suites = List.of(suite);
        Ends ends = Ends.agreed(made(Role.TERMINAL, "t-01"), made(Role.VERIFIER_HOST, "h-01"), suites);

        assertEquals(suite, ends.client().suite());
        assertEquals(ends.client().id(), ends.server().id());
    }

    @Test
    void theSecondKeyIsOfTheSameName() throws Exception {
        Credentials made = made(Role.TERMINAL, "t-01");

        assertEquals("urn:idrelay:terminal:t-01", made.name().urn());
        assertEquals(Suite.values().length, made.certificates().size());
    }

    private Credentials made(Role role, String identity) throws Exception {
        String page = Files.readString(Path.of("../../../docs/security.md"));
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        String lines = page.substring(begin, page.indexOf("```", begin))
                .replace("terminal", PeerName.word(role))
                .replace("t-01", identity);
        if (Files.exists(folder.resolve("trust.pem"))) {
            lines = lines.substring(lines.indexOf("# what the certificates"));
        }
        Files.writeString(folder.resolve("idrelay-keys"), PASSWORD);
        Files.writeString(folder.resolve("lines.sh"), "set -e\n" + lines);
        run();
        Keyring keyring = new Keyring();
        keyring.use(folder, PASSWORD::toCharArray);
        assertEquals(List.of(), keyring.reload());
        return keyring.of(role).orElseThrow();
    }

    private void run() throws IOException, InterruptedException {
        boolean found =
                new ProcessBuilder("sh", "-c", "command -v openssl").start().waitFor() == 0;
        if (!found && "true".equals(System.getenv("CI"))) {
            fail("no openssl on the path");
        }
        assumeTrue(found, "skipped: no openssl on the path (./idrelay test-tools installs it)");
        Process process = new ProcessBuilder("sh", "lines.sh")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(1, TimeUnit.MINUTES), said);
        assertEquals(0, process.exitValue(), said);
    }
}
