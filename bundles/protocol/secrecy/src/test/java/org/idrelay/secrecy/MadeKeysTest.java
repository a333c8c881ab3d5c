package org.idrelay.secrecy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.idrelay.certs.CertificateMaker;
import org.idrelay.wire.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./idrelay certs} makes is what a container takes. */
class MadeKeysTest {

    @TempDir
    Path out;

    @Test
    void aKeyringTakesTheKeysWithThePasswordBesideThem() throws Exception {
        make("all=terminal:t-01,server:server-1,verifier-host:host-1");
        Keyring keyring = keyring("all");
        assertEquals(
                Set.of("urn:idrelay:terminal:t-01", "urn:idrelay:server:server-1", "urn:idrelay:verifier-host:host-1"),
                keyring.all().stream().map(Credentials::toString).collect(Collectors.toSet()));
        for (Credentials credentials : keyring.all()) {
            assertEquals(2, credentials.certificates().size());
        }
    }

    @Test
    void thePeersBelieveEachOtherWithBothSuites() throws Exception {
        make("shop-1=terminal:t-01", "centre=verifier-host:host-1");
        Credentials terminal = keyring("shop-1").of(Role.TERMINAL).orElseThrow();
        Credentials host = keyring("centre").of(Role.VERIFIER_HOST).orElseThrow();
        for (Suite suite : Suite.values()) {
            Ends ends = new Ends(
                    SessionKey.ofTerminal(terminal, List.of(suite)), SessionKey.ofVerifier(host, List.of(suite)));
            ends.shakeHands();
            assertEquals(TestKeys.TERMINAL, ends.server().peer());
            assertEquals(TestKeys.HOST, ends.client().peer());
        }
    }

    @Test
    void theCertificatesPassTheCheckOfAPeer() throws Exception {
        make("--days", "10", "shop-1=terminal:t-01");
        Credentials terminal = keyring("shop-1").of(Role.TERMINAL).orElseThrow();
        assertEquals(TestKeys.TERMINAL, terminal.check(terminal.certificates().subList(0, 1), Role.TERMINAL));
    }

    @Test
    void keysThatAreMadeAgainAreTaken() throws Exception {
        make("shop-1=terminal:t-01");
        make("shop-1=terminal:t-01", "shop-2=terminal:t-02");
        assertEquals(
                TestKeys.TERMINAL,
                keyring("shop-1").of(Role.TERMINAL).orElseThrow().name());
    }

    private void make(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--out", out.toString()));
        all.addAll(List.of(arguments));
        PrintStream quiet = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        assertEquals(0, CertificateMaker.run(all, quiet, System.err));
    }

    private Keyring keyring(String container) throws Exception {
        String password = Files.readString(out.resolve(container).resolve("secrets/idrelay-keys"));
        Keyring keyring = new Keyring();
        keyring.use(out.resolve(container).resolve("keys"), password::toCharArray);
        assertEquals(List.of(), keyring.reload());
        return keyring;
    }
}
