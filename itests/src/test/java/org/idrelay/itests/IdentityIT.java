package org.idrelay.itests;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.idrelay.secrecy.Crypto;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;
import org.osgi.framework.BundleActivator;

/** Identities in a running container: keys exchanged, broken, about to end; a terminal frozen; what operators see of them. */
public class IdentityIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String EVERY_ROLE = "terminal:t-01,server:server-1,verifier-host:host-1";
    private static final AtomicInteger POLL_MILLIS = new AtomicInteger(300);

    @SuppressWarnings("NullAway.Init") // set before any test
    private static KarafProcess karaf;

    @BeforeClass
    public static void start() throws IOException {
        karaf = new KarafProcess("keys", EVERY_ROLE);
        karaf.environment("IDRELAY_KEYS", Files.readString(etc().resolve("secrets/idrelay-keys")));
        karaf.install("idrelay-terminal", "idrelay-server", "idrelay-verifier-host")
                .start();
        await("links")
                .atMost(LIMIT)
                .until(() -> rows("TLSv1.3 TLS_AES_256_GCM_SHA384").size() == 4);
    }

    @AfterClass
    public static void stop() throws IOException {
        karaf.close();
    }

    @Test
    public void newKeysCountForTheNextLinkAndLeaveTheOthersAlone() throws IOException {
        TestKeys.copy(EVERY_ROLE, etc(), 365);
        awaitOwn("in 364 days");
        reconnectTerminal();
        assertTrue(rows("terminals ").toString(), rows("terminals ").get(0).contains("in 364 days"));

        TestKeys.copy(EVERY_ROLE, etc(), 20);
        awaitOwn("in 19 days");
        assertEquals(6, rows("urn:idrelay:").size());
        assertTrue(rows("terminals ").toString(), rows("terminals ").get(0).contains("in 364 days"));
        assertTrue(log("certificate of urn:idrelay:terminal:t-01 ends in 19 days") > 0);

        reconnectTerminal();
        assertTrue(rows("terminals ").toString(), rows("terminals ").get(0).contains("in 19 days"));
    }

    @Test
    public void aBrokenFileLeavesTheLastGoodInForce() throws IOException {
        Path file = etc().resolve("keys/server.p12");
        byte[] good = Files.readAllBytes(file);
        long before = log("server.p12 cannot be used");
        Files.write(file, new byte[] {1, 2, 3});
        await("complaint").atMost(LIMIT).until(() -> log("server.p12 cannot be used") == before + 1);
        assertEquals(2, rows("urn:idrelay:server:server-1").size());
        reconnectTerminal();
        Files.write(file, good);
        assertEquals("it complained again", before + 1, log("server.p12 cannot be used"));
    }

    @Test
    public void thePasswordStandsInNoConfiguration() throws IOException {
        String password = Files.readString(etc().resolve("secrets/idrelay-keys"));
        assertFalse(karaf.run("config:property-list --pid org.idrelay.transport.keys")
                .contains(password));
        try (Stream<Path> files = Files.list(etc())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertFalse(file.toString(), Files.readString(file).contains(password));
            }
        }
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(etc().resolve("secrets/idrelay-keys"))));
    }

    @Test
    public void publishedVectorsPassInsideTheContainer() throws IOException {
        Path dropped = DroppedBundle.drop(
                karaf,
                "com.example.vectors.VectorCheck",
                List.of("bundles/protocol/secrecy/src/test/java/org/idrelay/secrecy/vectors/CryptoVectors.java"),
                "org.osgi.framework,org.idrelay.secrecy,javax.crypto,javax.crypto.spec",
                Crypto.class,
                BundleActivator.class);
        Path result = karaf.home().resolve("data/vectors");
        await("vectors").atMost(LIMIT).until(() -> Files.exists(result));
        List<String> lines = Files.readAllLines(result);
        assertTrue(lines.toString(), lines.get(0).matches("[1-9][0-9]* vectors by BC version .*"));
        assertEquals(List.of(), lines.subList(1, lines.size()));
        Files.delete(dropped);
    }

    /** The keys' own configuration changes, and no link is lost by that. */
    @Test
    public void thePasswordMayComeFromTheEnvironment() throws IOException {
        long ends = log(" ended: ");
        Path secret = etc().resolve("secrets/idrelay-keys");
        Path aside = etc().resolve("secrets/aside");
        Files.move(secret, aside);
        try {
            karaf.configure("org.idrelay.transport.keys", Map.of("password", "$[env:IDRELAY_KEYS]"));
            TestKeys.copy(EVERY_ROLE, etc(), 100);
            Files.delete(secret);
            awaitOwn("in 99 days");
            assertEquals(ends, log(" ended: "));
        } finally {
            Files.move(aside, secret);
        }
    }

    /** And stays so: the file in etc/ says it too, for the next start. */
    @Test
    public void aFrozenTerminalIsShutOutUntilItIsUnfrozen() throws IOException {
        Path rules = etc().resolve("org.idrelay.server.admission.cfg");
        karaf.run("idrelay:freeze terminal t-01");
        await("shut out").atMost(LIMIT).until(() -> rows("terminals ").isEmpty());
        await("written").atMost(LIMIT).until(() -> Files.readString(rules).contains("frozenTerminals = t-01"));
        assertTrue(karaf.run("idrelay:admission").contains("frozen"));
        assertTrue("its comments are lost", Files.readString(rules).contains("# "));

        karaf.run("idrelay:unfreeze terminal t-01");
        reconnectTerminal();
        await("written").atMost(LIMIT).until(() -> !Files.readString(rules).contains("t-01"));
    }

    @Test
    public void aSharedProcessIsNeverCalledSealedFromTheServer() throws IOException {
        assertTrue(karaf.run("idrelay:tls-list").contains("not sealed from the server"));
        assertTrue(log("server and verifier host share this process") > 0);
    }

    private static void awaitOwn(String end) {
        await(end).atMost(LIMIT).until(() -> rows("urn:idrelay:").stream().allMatch(row -> row.contains(end)));
    }

    /** Has the terminal dial anew, as a saved file does, and waits for the new link. */
    private static void reconnectTerminal() throws IOException {
        long before = log("terminal t-01 came");
        karaf.configure(
                "org.idrelay.terminal", Map.of("pollIntervalMillis", Integer.toString(POLL_MILLIS.incrementAndGet())));
        await("new link")
                .atMost(LIMIT)
                .until(() ->
                        log("terminal t-01 came") > before && rows("terminals ").size() == 1);
    }

    private static Path etc() {
        return karaf.home().resolve("etc");
    }

    private static List<String> rows(String words) throws IOException {
        return karaf.run("idrelay:tls-list")
                .lines()
                .filter(line -> line.contains(words))
                .toList();
    }

    private static long log(String words) throws IOException {
        return karaf.log().stream().filter(line -> line.contains(words)).count();
    }
}
