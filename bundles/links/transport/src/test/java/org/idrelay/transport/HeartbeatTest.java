package org.idrelay.transport;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.idrelay.api.FailureCode;
import org.idrelay.link.Endpoint;
import org.idrelay.secrecy.Keyring;
import org.idrelay.wire.Failure;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Hello;
import org.idrelay.wire.Message;
import org.idrelay.wire.Ping;
import org.idrelay.wire.Pong;
import org.idrelay.wire.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class HeartbeatTest {

    private static final int MILLIS = 400;

    private final RelayTransport transport = new RelayTransport(new Keyring());
    private final Peers server = Peers.accepting("terminals", Peers.heartbeat(MILLIS), Peers.SILENT);

    @AfterEach
    void close() {
        transport.close();
    }

    @Test
    void asksASilentPeerThenEndsTheLink() {
        transport.add(server);
        try (RawPeer peer = RawPeer.greeted(transport.boundPort("terminals"), "raw")) {
            int pings = 0;
            Message message = peer.message();
            while (message instanceof Ping) {
                pings++;
                message = peer.message();
            }
            assertTrue(pings >= 2, pings + " pings");
            assertEquals(FailureCode.LINK_SILENT, ((Failure) message).codeOr(FailureCode.LINK_CLOSED));
            assertTrue(peer.hasEnded());
        }
        await().until(() -> !server.closed.isEmpty());
        assertEquals(List.of(FailureCode.LINK_SILENT), server.closed);
    }

    @Test
    void answersAPingWithItsToken() {
        transport.add(server);
        try (RawPeer peer = RawPeer.greeted(transport.boundPort("terminals"), "raw")) {
            peer.send(Frame.ofLink(new Ping(0x1234_5678_9ABCL)));
            Message message = peer.message();
            while (message instanceof Ping) {
                message = peer.message();
            }
            assertEquals(
                    0x1234_5678_9ABCL, assertInstanceOf(Pong.class, message).token());
        }
    }

    @Test
    void takesHalfAFrameForASignOfLife() {
        transport.add(server);
        try (RawPeer peer = RawPeer.greeted(transport.boundPort("terminals"), "raw")) {
            byte[] frame = RawPeer.bytes(Frames.numbered(7));
            int pings = 0;
            for (byte next : frame) {
                peer.send(new byte[] {next});
                if (pings < 5) { // longer than the three heartbeats after which it would be silent
                    assertInstanceOf(Ping.class, peer.message());
                    pings++;
                }
            }
            await().until(() -> server.received.size() == 1);
            assertEquals(List.of(), server.closed);
        }
    }

    /** The accepting side's heartbeat counts for both: a dialler with a slower one of its own must not seem dead. */
    @Test
    void beatsAsTheAcceptingSideSays() throws IOException {
        Peers terminal;
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            terminal = Peers.dialling("server", Peers.heartbeat(60_000), listening.getLocalPort());
            transport.add(terminal);
            try (RawPeer peer = RawPeer.accept(listening)) {
                assertInstanceOf(Hello.class, peer.message());
                peer.send(RawPeer.welcome(1, Role.SERVER, MILLIS, 65_536));
                assertInstanceOf(Ping.class, peer.message());
                await().until(() -> terminal.closed.equals(List.of(FailureCode.LINK_SILENT)));
            }
        }
    }

    @Test
    void keepsALinkAliveOnWhichNothingIsSaid() {
        Peers terminal = terminal();
        await().during(Duration.ofMillis(6 * MILLIS)).until(() -> terminal.closed.isEmpty() && server.closed.isEmpty());
        assertEquals(1, server.opened.size());
    }

    private Peers terminal() {
        transport.add(server);
        Peers terminal = Peers.dialling("server", Endpoint.Limits.DEFAULT, transport.boundPort("terminals"));
        transport.add(terminal);
        await().until(() -> terminal.opened.size() == 1 && server.opened.size() == 1);
        return terminal;
    }
}
