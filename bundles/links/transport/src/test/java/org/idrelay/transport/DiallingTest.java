package org.idrelay.transport;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.idrelay.api.FailureCode;
import org.idrelay.link.Endpoint;
import org.idrelay.wire.Failure;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Hello;
import org.idrelay.wire.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The dialling end, against a server on a plain socket. */
@ExtendWith(NoLeaks.class)
class DiallingTest {

    private final RelayTransport transport = new RelayTransport(Keys.ALL);
    private ServerSocket server;
    private Peers terminal;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        terminal = Peers.dialling("server", server.getLocalPort());
    }

    @AfterEach
    void close() throws IOException {
        transport.close();
        server.close();
    }

    @Test
    void greetsFirst() {
        transport.add(terminal);
        try (RawPeer peer = RawPeer.accept(server)) {
            Hello hello = assertInstanceOf(Hello.class, peer.message());
            assertEquals(1, hello.minVersion());
            assertEquals(1, hello.maxVersion());
            assertEquals(Role.TERMINAL, hello.role());
            assertEquals("t-01", hello.identity());
            assertTrue(terminal.opened.isEmpty());
        }
    }

    @Test
    void refusesAWelcomeOfAnotherRole() {
        transport.add(terminal);
        try (RawPeer peer = welcoming(RawPeer.welcome(1, Role.VERIFIER_HOST, 1000, 65_536))) {
            assertEquals(FailureCode.ROLE_REFUSED, peer.failure());
            assertTrue(peer.hasEnded());
        }
        assertTrue(terminal.opened.isEmpty());
    }

    @Test
    void refusesAWelcomeOfAnotherVersion() {
        transport.add(terminal);
        try (RawPeer peer = welcoming(RawPeer.welcome(2, Role.SERVER, 1000, 65_536))) {
            assertEquals(FailureCode.VERSION_UNSUPPORTED, peer.failure());
            assertTrue(peer.hasEnded());
        }
    }

    @Test
    void refusesAHelloInPlaceOfAWelcome() {
        transport.add(terminal);
        try (RawPeer peer = welcoming(RawPeer.hello(1, 1, Role.SERVER, "server-1"))) {
            assertEquals(FailureCode.HELLO_MISSING, peer.failure());
        }
    }

    @Test
    void dialsAgainAfterALinkWasLostWithoutAWord() {
        transport.add(terminal);
        for (int links = 1; links <= 3; links++) {
            int expected = links;
            RawPeer peer = welcoming(RawPeer.welcome(1, Role.SERVER, 5000, 65_536));
            await().until(() -> terminal.opened.size() == expected);
            peer.close();
            await().until(() -> terminal.closed.size() == expected);
        }
        assertEquals(
                List.of(FailureCode.LINK_CLOSED, FailureCode.LINK_CLOSED, FailureCode.LINK_CLOSED), terminal.closed);
    }

    @Test
    void dialsAtOnceAgainAfterAGoodLink() {
        transport.add(terminal);
        for (int links = 1; links <= 6; links++) { // with growing pauses these would take 9 s
            int expected = links;
            RawPeer peer = welcoming(RawPeer.welcome(1, Role.SERVER, 5000, 65_536));
            await().until(() -> terminal.opened.size() == expected);
            long good = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(600);
            await().until(() -> System.nanoTime() > good);
            peer.close();
        }
    }

    @Test
    void goesOnDiallingAPeerThatIsTaken() {
        transport.add(terminal);
        for (int links = 1; links <= 2; links++) {
            try (RawPeer peer = welcoming(RawPeer.welcome(1, Role.SERVER, 5000, 65_536))) {
                peer.send(failure(FailureCode.HOST_TAKEN));
                assertTrue(peer.hasEnded());
            }
        }
        await().until(() -> terminal.closed.size() == 2);
        assertEquals(List.of(FailureCode.HOST_TAKEN, FailureCode.HOST_TAKEN), terminal.closed);
    }

    @Test
    void dialsSeldomWhatDoesNotMendItself() throws IOException {
        transport.add(terminal);
        try (RawPeer peer = RawPeer.accept(server)) {
            assertInstanceOf(Hello.class, peer.message());
            peer.send(failure(FailureCode.VERSION_UNSUPPORTED));
            assertTrue(peer.hasEnded());
        }
        server.setSoTimeout(3000); // the first pauses are much shorter, the longest is 15 s
        assertThrows(SocketTimeoutException.class, server::accept);
    }

    @Test
    void dialsTheNextAddressWhileTheFirstIsDead() throws IOException {
        int dead;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            dead = closed.getLocalPort();
        }
        Peers several = Peers.dialling("server", dead, server.getLocalPort());
        transport.add(several);
        RawPeer peer = welcoming(RawPeer.welcome(1, Role.SERVER, 5000, 65_536));
        await().until(() -> several.opened.size() == 1);
        assertEquals("127.0.0.1:" + server.getLocalPort(), several.opened.get(0).address());
        peer.close();
    }

    @Test
    void dialsByName() {
        Peers byName = Peers.dialling("server", Endpoint.Limits.DEFAULT, List.of("localhost:" + server.getLocalPort()));
        transport.add(byName);
        RawPeer.accept(server).close();
    }

    /** A name server that does not answer must not hold the loop; here it says at once that there is no such name. */
    @Test
    void passesOverANameThatNobodyKnows() {
        Peers several = Peers.dialling(
                "server",
                Endpoint.Limits.DEFAULT,
                List.of("nobody.invalid:7201", "127.0.0.1:" + server.getLocalPort()));
        transport.add(several);
        RawPeer.accept(server).close();
    }

    @Test
    void dialsNoMoreOnceTheRoleIsGone() throws IOException {
        transport.add(terminal);
        RawPeer peer = welcoming(RawPeer.welcome(1, Role.SERVER, 5000, 65_536));
        await().until(() -> terminal.opened.size() == 1);
        transport.remove(terminal);
        assertEquals(List.of(FailureCode.LINK_CLOSED), terminal.closed);
        assertEquals(FailureCode.LINK_CLOSED, peer.failure());
        assertTrue(peer.hasEnded());
        peer.close();

        server.close();
        server = new ServerSocket(server.getLocalPort(), 50, InetAddress.getLoopbackAddress());
        Peers next = Peers.dialling("server", server.getLocalPort());
        transport.add(next);
        RawPeer again = welcoming(RawPeer.welcome(1, Role.SERVER, 5000, 65_536));
        await().until(() -> next.opened.size() == 1);
        again.close();
        assertEquals(1, terminal.opened.size());
    }

    private RawPeer welcoming(Frame welcome) {
        RawPeer peer = RawPeer.accept(server);
        assertInstanceOf(Hello.class, peer.message());
        return peer.send(welcome);
    }

    private static Frame failure(FailureCode code) {
        return Frame.ofLink(Failure.of(code, ""));
    }
}
