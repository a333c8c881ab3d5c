package org.idrelay.transport;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.idrelay.api.FailureCode;
import org.idrelay.certs.CertificateAuthority;
import org.idrelay.link.Endpoint;
import org.idrelay.link.Link;
import org.idrelay.secrecy.PeerName;
import org.idrelay.wire.Failure;
import org.idrelay.wire.Frame;
import org.idrelay.wire.FrameCodec;
import org.idrelay.wire.MessageType;
import org.idrelay.wire.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a client that somebody else wrote gets at the terminals' port: with a good certificate an answer to its Hello, with
 * any other an alert before the port reads a word.
 */
@ExtendWith(NoLeaks.class)
class OpensslTest {

    private static final char[] PASSWORD = "synthetic".toCharArray();
    private static final int PATIENCE_SECONDS = 20;
    private static final byte[] HELLO = RawPeer.bytes(RawPeer.hello(1, 1, Role.TERMINAL, "t-01"));

    private final RelayTransport transport = new RelayTransport(Keys.ALL);
    private final Peers server =
            Peers.accepting("terminals", Endpoint.Limits.DEFAULT, Link::send).overTls();

    @TempDir
    Path folder;

    private int port;

    @BeforeAll
    static void findOpenssl() {
        boolean found;
        try {
            found = new ProcessBuilder("openssl", "version")
                            .redirectErrorStream(true)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException | InterruptedException e) {
            found = false;
        }
        if (!found && "true".equals(System.getenv("CI"))) {
            fail("no openssl on the path");
        }
        assumeTrue(found, "skipped: no openssl on the path (./idrelay test-tools installs it)");
    }

    @BeforeEach
    void listen() throws Exception {
        transport.add(server);
        port = transport.boundPort("terminals");
        StringBuilder roots = new StringBuilder();
        for (var root : Keys.AUTHORITY.certificates()) {
            roots.append(pem("CERTIFICATE", root.getEncoded()));
        }
        Files.writeString(folder.resolve("roots.pem"), roots);
    }

    @AfterEach
    void close() {
        transport.close();
    }

    @Test
    void aGoodCertificateIsWelcomed() throws Exception {
        Client client = connect(with(Keys.AUTHORITY, Optional.of(Keys.TERMINAL), -1, 1));
        client.awaitBytes();
        Frame welcome = FrameCodec.decode(ByteBuffer.wrap(client.bytes()));
        assertEquals(MessageType.WELCOME, welcome.header().type());
        await().until(() -> server.opened.size() == 1);
        assertEquals("t-01", server.opened.get(0).peer());
        client.close();
    }

    @Test
    void nobodyWithoutACertificateIsHeard() throws Exception {
        refused(List.of(), "certificate");
    }

    @Test
    void anExpiredCertificateIsRefused() throws Exception {
        refused(with(Keys.AUTHORITY, Optional.of(Keys.TERMINAL), -3, -2), "certificate");
    }

    @Test
    void aCertificateOfTomorrowIsRefused() throws Exception {
        refused(with(Keys.AUTHORITY, Optional.of(Keys.TERMINAL), 1, 2), "certificate");
    }

    @Test
    void aCertificateOfAnotherAuthorityIsRefused() throws Exception {
        refused(with(Keys.authority(), Optional.of(Keys.TERMINAL), -1, 1), "certificate");
    }

    @Test
    void aCertificateForAnotherRoleIsRefused() throws Exception {
        refused(with(Keys.AUTHORITY, Optional.of(Keys.HOST), -1, 1), "certificate");
        refused(with(Keys.AUTHORITY, Optional.of(Keys.SERVER), -1, 1), "certificate");
    }

    @Test
    void aCertificateForNobodyIsRefused() throws Exception {
        refused(with(Keys.AUTHORITY, Optional.empty(), -1, 1), "certificate");
    }

    @Test
    void aSelfSignedCertificateIsRefused() throws Exception {
        run(
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-subj",
                "/CN=t-01",
                "-addext",
                "subjectAltName=URI:" + Keys.TERMINAL.urn(),
                "-keyout",
                "self.key",
                "-out",
                "self.pem");
        refused(List.of("-cert", "self.pem", "-key", "self.key"), "certificate");
    }

    @Test
    void anOlderTlsIsRefused() throws Exception {
        List<String> arguments = new ArrayList<>(with(Keys.AUTHORITY, Optional.of(Keys.TERMINAL), -1, 1));
        arguments.add("-tls1_2");
        refused(arguments, "protocol version");
    }

    /** The certificate says t-02, the Hello t-01: it is heard that far, and told why it is refused. */
    @Test
    void aHelloThatNamesAnotherThanTheCertificateIsRefused() throws Exception {
        Client client = connect(with(Keys.AUTHORITY, Optional.of(new PeerName(Role.TERMINAL, "t-02")), -1, 1));
        client.awaitEnd();
        Frame answer = FrameCodec.decode(ByteBuffer.wrap(client.bytes()));
        assertEquals(FailureCode.IDENTITY_REFUSED, ((Failure) answer.message()).codeOr(FailureCode.LINK_CLOSED));
        assertEquals(List.of(), server.opened);
    }

    /** Nobody gets frames in before or without the handshake. */
    @Test
    void aPlainFrameIsRefused() {
        try (RawPeer plain = RawPeer.connect(port)) {
            plain.send(HELLO);
            plain.awaitEnd();
        }
        assertEquals(List.of(), server.opened);
    }

    private void refused(List<String> arguments, String alert) throws Exception {
        Client client = connect(arguments);
        client.awaitEnd();
        assertArrayEquals(new byte[0], client.bytes());
        assertTrue(client.said().contains("alert"), client.said());
        assertTrue(client.said().contains(alert), client.said());
        assertEquals(List.of(), server.opened);
        assertEquals(List.of(), server.received);
        assertEquals(List.of(), transport.links());
    }

    /** A client's P-256 key and certificate, valid from and until so many days from now. */
    private List<String> with(CertificateAuthority authority, Optional<PeerName> name, int from, int until)
            throws GeneralSecurityException, IOException {
        Instant now = Instant.now();
        KeyStore store = authority.issue(
                new CertificateAuthority.Request(
                        name.map(PeerName::urn),
                        List.of(),
                        now.plus(Duration.ofDays(from)),
                        now.plus(Duration.ofDays(until))),
                PASSWORD);
        String alias = "TLS_AES_256_GCM_SHA384";
        Files.writeString(
                folder.resolve("client.pem"),
                pem("CERTIFICATE", store.getCertificate(alias).getEncoded()));
        Files.writeString(
                folder.resolve("client.key"),
                pem("PRIVATE KEY", store.getKey(alias, PASSWORD).getEncoded()));
        return List.of("-cert", "client.pem", "-key", "client.key");
    }

    private static String pem(String what, byte[] der) {
        return "-----BEGIN %s-----%n%s%n-----END %s-----%n"
                .formatted(what, Base64.getMimeEncoder().encodeToString(der), what);
    }

    private void run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
    }

    private Client connect(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "openssl",
                "s_client",
                "-connect",
                "127.0.0.1:" + port,
                "-CAfile",
                "roots.pem",
                "-verify_return_error",
                "-quiet"));
        command.addAll(arguments);
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        process.getOutputStream().write(HELLO);
        process.getOutputStream().flush();
        return new Client(process, out, err);
    }

    /** A running s_client. */
    private record Client(Process process, Path out, Path err) {

        byte[] bytes() throws IOException {
            return Files.readAllBytes(out);
        }

        String said() throws IOException {
            return Files.readString(err);
        }

        void awaitBytes() {
            await().atMost(Duration.ofSeconds(PATIENCE_SECONDS))
                    .until(() -> bytes().length > FrameCodec.LENGTH_SIZE || !process.isAlive());
        }

        void awaitEnd() throws Exception {
            assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "the client is not told");
        }

        void close() throws InterruptedException {
            process.destroy();
            process.waitFor();
        }
    }
}
