package org.idrelay.certs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateMakerTest {

    private static final int DNS = 2;
    private static final int URI = 6;
    private static final int ADDRESS = 7;

    @TempDir
    Path out;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final ByteArrayOutputStream complained = new ByteArrayOutputStream();

    @Test
    void everyContainerGetsItsFolder() throws Exception {
        make("shop-1=terminal:t-01", "centre=server:server-1,verifier-host:host-1");
        assertEquals(
                Set.of(
                        "ca/ca.p12",
                        "ca/idrelay-keys",
                        "shop-1/keys/terminal.p12",
                        "shop-1/keys/trust.pem",
                        "shop-1/secrets/idrelay-keys",
                        "centre/keys/server.p12",
                        "centre/keys/verifier-host.p12",
                        "centre/keys/trust.pem",
                        "centre/secrets/idrelay-keys"),
                files());
        String words = said.toString(StandardCharsets.UTF_8);
        assertTrue(words.contains("urn:idrelay:terminal:t-01"), words);
        assertTrue(words.contains("a new certificate authority"), words);
        assertEquals("", complained.toString(StandardCharsets.UTF_8));
    }

    @Test
    void onlyTheOwnerMayReadKeysAndPasswords() throws Exception {
        make("shop-1=terminal:t-01");
        for (String file : files()) {
            if (!file.endsWith("trust.pem")) {
                assertEquals("rw-------", permissions(out.resolve(file)), file);
            }
        }
        make("shop-1=terminal:t-02");
        assertEquals("rw-------", permissions(out.resolve("shop-1/keys/terminal.p12")));
    }

    @Test
    void theCertificatesAreSignedByTheAuthorityAndValidAsLongAsAsked() throws Exception {
        make("--days", "10", "shop-1=terminal:t-01");
        List<X509Certificate> roots = roots(out.resolve("shop-1/keys/trust.pem"));
        assertEquals(2, roots.size());
        for (X509Certificate certificate : certificates("shop-1", "terminal")) {
            X509Certificate root = roots.stream()
                    .filter(each -> each.getSubjectX500Principal().equals(certificate.getIssuerX500Principal()))
                    .findFirst()
                    .orElseThrow();
            certificate.verify(root.getPublicKey(), CertificateAuthority.PROVIDER);
            Duration validity = Duration.between(
                    certificate.getNotBefore().toInstant(),
                    certificate.getNotAfter().toInstant());
            assertEquals(10, validity.toDays());
            assertEquals(-1, certificate.getBasicConstraints());
            assertFalse(root.getNotAfter()
                    .toInstant()
                    .isBefore(certificate.getNotAfter().toInstant()));
        }
    }

    @Test
    void theNamesAreTheIdentityAndTheHosts() throws Exception {
        make("--host", "relay.example.org", "--host", "192.0.2.7", "--host", "::1", "centre=server:server-1");
        for (X509Certificate certificate : certificates("centre", "server")) {
            assertEquals(List.of("urn:idrelay:server:server-1"), names(certificate, URI));
            assertEquals(List.of("relay.example.org"), names(certificate, DNS));
            assertEquals(List.of("192.0.2.7", "0:0:0:0:0:0:0:1"), names(certificate, ADDRESS));
        }
    }

    @Test
    void withoutHostsTheContainersAreDialledOnThisMachine() throws Exception {
        make("centre=server:server-1");
        X509Certificate certificate = certificates("centre", "server").get(0);
        assertEquals(List.of("localhost"), names(certificate, DNS));
        assertEquals(List.of("127.0.0.1"), names(certificate, ADDRESS));
    }

    @Test
    void anAuthorityAndAPasswordThatAreThereAreKept() throws Exception {
        make("shop-1=terminal:t-01");
        byte[] authority = Files.readAllBytes(out.resolve("ca/ca.p12"));
        String password = Files.readString(out.resolve("shop-1/secrets/idrelay-keys"));
        byte[] keys = Files.readAllBytes(out.resolve("shop-1/keys/terminal.p12"));
        String trust = Files.readString(out.resolve("shop-1/keys/trust.pem"));

        make("shop-1=terminal:t-01", "shop-2=terminal:t-02");
        assertArrayEquals(authority, Files.readAllBytes(out.resolve("ca/ca.p12")));
        assertEquals(password, Files.readString(out.resolve("shop-1/secrets/idrelay-keys")));
        assertEquals(trust, Files.readString(out.resolve("shop-2/keys/trust.pem")));
        assertFalse(Arrays.equals(keys, Files.readAllBytes(out.resolve("shop-1/keys/terminal.p12"))));
        assertEquals(
                List.of("urn:idrelay:terminal:t-01"),
                names(certificates("shop-1", "terminal").get(0), URI));
    }

    @Test
    void everyContainerHasAPasswordOfItsOwnThatIsNeverSaid() throws Exception {
        make("shop-1=terminal:t-01", "shop-2=terminal:t-02");
        String first = Files.readString(out.resolve("shop-1/secrets/idrelay-keys"));
        String second = Files.readString(out.resolve("shop-2/secrets/idrelay-keys"));
        String own = Files.readString(out.resolve("ca/idrelay-keys"));
        assertEquals(3, Set.of(first, second, own).size());
        assertEquals(32, first.length());
        for (String secret : List.of(first, second, own)) {
            assertFalse(said.toString(StandardCharsets.UTF_8).contains(secret));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--out",
                "shop=terminal:t-01",
                "--out OUT",
                "--out OUT terminal:t-01",
                "--out OUT shop=",
                "--out OUT =terminal:t-01",
                "--out OUT shop=terminal",
                "--out OUT shop=terminal:",
                "--out OUT shop=operator:x",
                "--out OUT shop=terminal:t-01,",
                "--out OUT shop=terminal:t-01,terminal:t-02",
                "--out OUT ../shop=terminal:t-01",
                "--out OUT ca=terminal:t-01",
                "--out OUT --days",
                "--out OUT --days 0 shop=terminal:t-01",
                "--out OUT --days -1 shop=terminal:t-01",
                "--out OUT --days many shop=terminal:t-01",
                "--out OUT --host shop=terminal:t-01",
                "--out OUT --help shop=terminal:t-01"
            })
    void wrongArgumentsGiveTheUsageAndMakeNothing(String line) throws Exception {
        List<String> arguments = new ArrayList<>();
        for (String word : line.split(" ", -1)) {
            if (!word.isEmpty()) {
                arguments.add(word.equals("OUT") ? out.toString() : word);
            }
        }
        assertEquals(2, run(arguments));
        assertTrue(complained.toString(StandardCharsets.UTF_8).startsWith("Usage: ./idrelay certs"));
        assertEquals("", said.toString(StandardCharsets.UTF_8));
        assertEquals(Set.of(), files());
    }

    @Test
    void anAuthorityThatCannotBeReadIsNeitherUsedNorReplaced() throws Exception {
        make("shop-1=terminal:t-01");
        Path authority = out.resolve("ca/ca.p12");
        Files.write(authority, new byte[] {1, 2, 3});
        assertNotEquals(0, run(List.of("--out", out.toString(), "shop-2=terminal:t-02")));
        assertTrue(complained.toString(StandardCharsets.UTF_8).startsWith("idrelay certs: "));
        assertArrayEquals(new byte[] {1, 2, 3}, Files.readAllBytes(authority));
        assertFalse(Files.exists(out.resolve("shop-2/keys/terminal.p12")));
    }

    private void make(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--out", out.toString()));
        all.addAll(List.of(arguments));
        assertEquals(0, run(all), () -> complained.toString(StandardCharsets.UTF_8));
    }

    private int run(List<String> arguments) {
        return CertificateMaker.run(
                arguments,
                new PrintStream(said, true, StandardCharsets.UTF_8),
                new PrintStream(complained, true, StandardCharsets.UTF_8));
    }

    /** In the file of a role, the two kinds of keys'. */
    private List<X509Certificate> certificates(String container, String role) throws Exception {
        char[] password = Files.readString(out.resolve(container).resolve("secrets/idrelay-keys"))
                .toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12", CertificateAuthority.PROVIDER);
        try (var in = Files.newInputStream(out.resolve(container).resolve("keys/" + role + ".p12"))) {
            store.load(in, password);
        }
        List<X509Certificate> certificates = new ArrayList<>();
        for (String alias : Collections.list(store.aliases())) {
            assertTrue(store.isKeyEntry(alias));
            certificates.add((X509Certificate) store.getCertificate(alias));
        }
        assertEquals(KeyKind.values().length, certificates.size());
        return certificates;
    }

    private Set<String> files() throws Exception {
        try (Stream<Path> all = Files.walk(out)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> out.relativize(file).toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static String permissions(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static List<String> names(X509Certificate certificate, int kind) throws Exception {
        return certificate.getSubjectAlternativeNames().stream()
                .filter(name -> name.get(0).equals(kind))
                .map(name -> String.valueOf(name.get(1)))
                .toList();
    }

    private static List<X509Certificate> roots(Path file) throws Exception {
        try (var in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509", CertificateAuthority.PROVIDER)
                    .generateCertificates(in)
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        }
    }
}
