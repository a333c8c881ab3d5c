package org.idrelay.forwarding;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a TLS server with a certificate that the JDK's keytool made: for localhost, of no authority. */
class HttpsDestinationTest {

    private static final String PASSWORD = "for-this-test";

    @TempDir
    Path folder;

    private final AtomicInteger tries = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();
    private HttpsServer server;
    private Path certificate;

    @BeforeEach
    void start() throws Exception {
        Path store = folder.resolve("server.p12");
        certificate = folder.resolve("server.pem");
        keytool(
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-keystore",
                store);
        keytool("-exportcert", "-rfc", "-file", certificate, "-keystore", store);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream content = Files.newInputStream(store)) {
            keys.load(content, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aRecordGoesToAServerThatIsTrusted() throws Exception {
        send("localhost", certificate.toString());
        assertEquals(1, requests.get());
    }

    @Test
    void noneGoesToOneThatIsNot() {
        assertRefused("localhost", "");
    }

    @Test
    void noneGoesToOneOfAnotherName() {
        assertRefused("127.0.0.1", certificate.toString());
    }

    @Test
    void whatCannotBeSentSafelyWaits() throws Exception {
        Path outbox = folder.resolve("outbox");
        ForwardingSink unsafe = sink("127.0.0.1", outbox);
        UUID id = UUID.randomUUID();
        unsafe.deliver(Records.any(), Records.presence(id));
        await().until(() -> tries.get() > 1);
        unsafe.stop();
        assertTrue(Files.exists(outbox.resolve(id + ".sealed")));
        assertEquals(0, requests.get());
        ForwardingSink safe = sink("localhost", outbox);
        await().until(() -> requests.get() == 1 && !Files.exists(outbox.resolve(id + ".sealed")));
        safe.stop();
    }

    @Test
    void aFileOfNoCertificatesIsRefused() throws Exception {
        for (Path file : List.of(folder.resolve("none"), Files.createFile(folder.resolve("empty")))) {
            String message = assertThrows(IllegalArgumentException.class, () -> send("localhost", file.toString()))
                    .getMessage();
            assertTrue(String.valueOf(message).startsWith("trusted: "), message);
        }
    }

    private void assertRefused(String host, String trusted) {
        String refused =
                assertThrows(IOException.class, () -> send(host, trusted)).toString();
        assertTrue(refused.contains("TLS_FAILED"), refused);
        assertEquals(0, requests.get());
    }

    private ForwardingSink sink(String host, Path outbox) throws IOException {
        Destination real = destination(host, certificate.toString());
        Destination counted = new Destination() {
            @Override
            public void send(UUID id, byte[] json) throws IOException, InterruptedException {
                tries.incrementAndGet();
                real.send(id, json);
            }

            @Override
            public void close() {
                real.close();
            }
        };
        return new ForwardingSink("e", Set.of(), 10, new Outbox(outbox), counted, 5, 20);
    }

    private void send(String host, String trusted) throws IOException, InterruptedException {
        try (Destination destination = destination(host, trusted)) {
            destination.send(UUID.randomUUID(), new byte[] {'{', '}'});
        }
    }

    private Destination destination(String host, String trusted) {
        String address = "https://%s:%d/".formatted(host, server.getAddress().getPort());
        return Destination.of(address, new HttpDestination.Settings("", 5000, trusted), scheme -> null);
    }

    private static void keytool(Object... arguments) throws Exception {
        List<String> command = Stream.concat(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "keytool"),
                                arguments[0],
                                "-alias",
                                "server",
                                "-storepass",
                                PASSWORD),
                        Stream.of(arguments).skip(1))
                .map(Object::toString)
                .toList();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
    }
}
