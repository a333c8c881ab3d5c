package org.idrelay.transport;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.idrelay.link.Endpoint;
import org.idrelay.link.Link;
import org.idrelay.operations.LinkOperations.LinkInfo;
import org.idrelay.secrecy.Keyring;
import org.idrelay.secrecy.PeerName;
import org.idrelay.wire.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Links over TLS between two transports. */
@ExtendWith(NoLeaks.class)
class LinkTlsTest {

    private final Peers server =
            Peers.accepting("terminals", Endpoint.Limits.DEFAULT, Link::send).overTls();
    private RelayTransport serverSide = new RelayTransport(Keys.ALL);
    private RelayTransport terminalSide = new RelayTransport(Keys.ALL);

    @AfterEach
    void close() {
        terminalSide.close();
        serverSide.close();
    }

    @Test
    void carriesFramesAndKnowsWhoThePeerIs() {
        Peers terminal = dialling("127.0.0.1").overTls();
        terminalSide.add(terminal);
        await().until(() -> terminal.opened.size() == 1 && server.opened.size() == 1);
        for (int i = 0; i < 1000; i++) {
            terminal.opened.get(0).send(Frames.numbered(i));
        }
        await().until(() -> terminal.received.size() == 1000);

        LinkInfo link = serverSide.links().get(0);
        assertEquals("t-01", link.identity());
        assertEquals("terminal", link.role());
        assertEquals("TLSv1.3 TLS_AES_256_GCM_SHA384", link.protection());
        assertTrue(link.certificateEnds().isPresent());
    }

    @Test
    void refusesAHostNameThatTheCertificateHasNot() {
        terminalSide.add(dialling("127.0.0.2").overTls());
        refused();
    }

    @Test
    void acceptsAHostNameThatTheCertificateHas() {
        Peers terminal = dialling("localhost").overTls();
        terminalSide.add(terminal);
        await().until(() -> terminal.opened.size() == 1);
    }

    /** A verifier host with a good certificate is no server. */
    @Test
    void refusesAnAcceptingPeerOfTheWrongRole() {
        Peers host =
                Peers.accepting("host", Endpoint.Limits.DEFAULT, Link::send).as(Role.VERIFIER_HOST, "host-1");
        serverSide.add(host);
        terminalSide.add(Peers.dialling("server", serverSide.boundPort("host")).overTls());
        refused();
    }

    @Test
    void refusesADiallingPeerOfTheWrongRole() {
        serverSide.add(server);
        terminalSide.add(
                Peers.dialling("server", serverSide.boundPort("terminals")).as(Role.SERVER, "server-1"));
        refused();
    }

    @Test
    void refusesAHelloThatNamesAnother() {
        terminalSide.close();
        terminalSide = new RelayTransport(Keys.keyring(new PeerName(Role.TERMINAL, "t-02")));
        // its own side would not even begin with a certificate of another name
        terminalSide.add(dialling("127.0.0.1").overTls());
        refused();
    }

    @Test
    void waitsUntilThereIsAKey() {
        serverSide.close();
        serverSide = new RelayTransport(new Keyring());
        serverSide.add(server);
        terminalSide.add(Peers.dialling("server", 1).overTls());
        refused();
    }

    /** Who says nothing after the connection is no threat to those who come later. */
    @Test
    void boundsThoseWhoHaveNotGreeted() throws Exception {
        serverSide.add(server);
        int port = serverSide.boundPort("terminals");
        List<Socket> silent = new ArrayList<>();
        for (int i = 0; i < NetworkRoutes.MAX_GREETING + 10; i++) {
            silent.add(new Socket(InetAddress.getLoopbackAddress(), port));
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            Socket last = silent.get(silent.size() - 1);
            last.setSoTimeout(2000);
            try {
                return last.getInputStream().read() < 0;
            } catch (SocketTimeoutException e) {
                return false;
            }
        });
        for (Socket socket : silent) {
            socket.close();
        }
        Peers terminal = Peers.dialling("server", port).overTls();
        terminalSide.add(terminal);
        await().atMost(Duration.ofSeconds(30)).until(() -> terminal.opened.size() == 1);
    }

    /** A terminal that dials the server under that name. */
    private Peers dialling(String host) {
        serverSide.add(server);
        return Peers.dialling(
                "server", Endpoint.Limits.DEFAULT, List.of(host + ":" + serverSide.boundPort("terminals")));
    }

    /** No link comes up, after a good one of somebody else would have. */
    private void refused() {
        RelayTransport goodSide = new RelayTransport(Keys.ALL);
        RelayTransport goodServer = new RelayTransport(Keys.ALL);
        try {
            Peers good = Peers.accepting("terminals", Endpoint.Limits.DEFAULT, Link::send)
                    .overTls();
            goodServer.add(good);
            Peers terminal =
                    Peers.dialling("server", goodServer.boundPort("terminals")).overTls();
            goodSide.add(terminal);
            await().atMost(Duration.ofSeconds(20)).until(() -> terminal.opened.size() == 1);
        } finally {
            goodSide.close();
            goodServer.close();
        }
        assertEquals(List.of(), server.opened);
        assertEquals(List.of(), server.received);
        assertEquals(List.of(), terminalSide.links());
    }
}
