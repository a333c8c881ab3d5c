package org.idrelay.transport;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.idrelay.api.FailureCode;
import org.idrelay.link.Endpoint;
import org.idrelay.link.Link;
import org.idrelay.link.LinkHandler;
import org.idrelay.wire.Frame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Link handlers that come and go: only what they asked for comes and goes with them. */
@ExtendWith(NoLeaks.class)
class EndpointsTest {

    private final RelayTransport transport = new RelayTransport(Keys.ALL);
    private final RelayTransport far = new RelayTransport(Keys.ALL);

    @AfterEach
    void close() {
        far.close();
        transport.close();
    }

    @Test
    void dropsNoLinkOfAnotherHandler() {
        Peers first = accepting("first");
        Peers second = accepting("second");
        transport.add(first);
        transport.add(second);
        Peers toFirst = Peers.dialling("to-first", transport.boundPort("first"));
        Peers toSecond = Peers.dialling("to-second", transport.boundPort("second"));
        far.add(toFirst);
        far.add(toSecond);
        await().until(() -> toFirst.opened.size() == 1 && toSecond.opened.size() == 1);

        transport.remove(second);
        far.remove(toSecond);
        assertEquals(1, second.closed.size());
        assertEquals(1, toSecond.closed.size());
        Peers third = accepting("third");
        transport.add(third);
        transport.boundPort("third");

        toFirst.opened.get(0).send(Frames.numbered(0));
        await().until(() -> toFirst.received.size() == 1);
        assertEquals(List.of(), toFirst.closed);
        assertEquals(List.of(), first.closed);
    }

    @Test
    void closesPortLinksAndRoutesBeforeItReturns() {
        Peers server = accepting("terminals");
        transport.add(server);
        int port = transport.boundPort("terminals");
        try (RawPeer greeted = RawPeer.greeted(port, "raw");
                RawPeer silent = RawPeer.connect(port)) {
            await().until(() -> server.opened.size() == 1);
            transport.remove(server);

            assertEquals(List.of(FailureCode.LINK_CLOSED), server.closed);
            assertThrows(ConnectException.class, () -> new Socket(InetAddress.getLoopbackAddress(), port).close());
            assertNull(transport.camel().getRoute("terminals-in"));
            assertNull(transport.camel().getRoute("terminals-out"));
            assertEquals(FailureCode.LINK_CLOSED, greeted.failure());
            assertTrue(greeted.hasEnded());
            assertTrue(silent.hasEnded());
        }
    }

    @Test
    void leavesNothingBehindInTheContext() {
        Peers server = accepting("terminals");
        Peers terminal = Peers.dialling("server", 1);
        Peers readers = Peers.readers(Peers.SILENT);
        int before = transport.camel().getEndpoints().size();
        for (Peers peers : List.of(server, terminal, readers)) {
            transport.add(peers);
            transport.remove(peers);
        }
        assertEquals(0, transport.camel().getRoutes().size());
        assertEquals(before, transport.camel().getEndpoints().size());
    }

    @Test
    void givesTheSamePortToTheNextHandler() {
        Peers old = accepting("terminals");
        transport.add(old);
        String address = "127.0.0.1:" + transport.boundPort("terminals");
        transport.remove(old);
        for (int i = 0; i < 3; i++) { // for Camel the same endpoint; but another handler each time
            Peers updated = Peers.accepting("terminals", address, Endpoint.Limits.DEFAULT, Link::send);
            transport.add(updated);
            RawPeer.greeted(transport.boundPort("terminals"), "raw").close();
            await().until(() -> updated.opened.size() == 1);
            transport.remove(updated);
        }
        assertEquals(List.of(), old.opened);
    }

    @Test
    void opensAPortAsSoonAsItCanBeHad() throws IOException {
        ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        int port = taken.getLocalPort();
        Peers server = Peers.accepting("terminals", "127.0.0.1:" + port, Endpoint.Limits.DEFAULT, Link::send);
        transport.add(server);
        assertThrows(IllegalStateException.class, () -> transport.boundPort("terminals"));

        taken.close();
        await().ignoreExceptions().until(() -> transport.boundPort("terminals") == port);
        RawPeer.greeted(port, "raw").close();
        await().until(() -> server.opened.size() == 1);
    }

    @Test
    void isNotHeldUpByAnAddressThatIsNone() {
        transport.add(Peers.accepting("bad", "127.0.0.1:seven", Endpoint.Limits.DEFAULT, Peers.SILENT));
        transport.add(Peers.accepting("nowhere", "203.0.113.1:0", Endpoint.Limits.DEFAULT, Peers.SILENT));
        transport.add(Peers.dialling("worse", Endpoint.Limits.DEFAULT, List.of("127.0.0.1:70000")));
        Peers good = accepting("good");
        transport.add(good);
        RawPeer.greeted(transport.boundPort("good"), "raw").close();
        await().until(() -> good.opened.size() == 1);
    }

    @Test
    void waitsWithASecondEndpointOfTheSameName() {
        Peers first = accepting("terminals");
        Peers second = accepting("terminals");
        transport.add(first);
        int port = transport.boundPort("terminals");
        transport.add(second);
        assertEquals(port, transport.boundPort("terminals"));
        RawPeer.greeted(port, "raw").close();
        await().until(() -> first.opened.size() == 1);

        transport.remove(first);
        await().ignoreExceptions().until(() -> transport.boundPort("terminals") != port);
        RawPeer.greeted(transport.boundPort("terminals"), "raw").close();
        await().until(() -> second.opened.size() == 1);
        assertEquals(1, first.opened.size());
    }

    @Test
    void startsAHandlerWithTheLoopOfAll() {
        Peers first = accepting("first");
        Peers second = accepting("second");
        transport.add(first);
        transport.add(second);
        await().until(() -> first.loop != null && second.loop != null);
        assertSame(first.loop, second.loop);
        assertEquals(first.threads, second.threads);
    }

    @Test
    void servesOthersWhileAHandlerThrowsWhateverItIsTold() {
        Peers failing = accepting("failing");
        transport.add(new Throwing(failing.endpoint()));
        Peers good = accepting("good");
        transport.add(good);
        try (RawPeer refused = RawPeer.greeted(transport.boundPort("failing"), "raw")) {
            assertEquals(FailureCode.LINK_CLOSED, refused.failure());
            assertTrue(refused.hasEnded());
        }
        RawPeer.greeted(transport.boundPort("good"), "raw").close();
        await().until(() -> good.opened.size() == 1);
    }

    @Test
    void mayBeToldToRemoveAHandlerOnTheLoopItself() throws Exception {
        Peers server = accepting("terminals");
        transport.add(server);
        int port = transport.boundPort("terminals");
        await().until(() -> server.loop != null);
        Objects.requireNonNull(server.loop)
                .submit(() -> transport.remove(server))
                .get(5, TimeUnit.SECONDS);
        await().until(() -> !listens(port));
        assertFalse(listens(port));
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static Peers accepting(String name) {
        return Peers.accepting(name, Endpoint.Limits.DEFAULT, Link::send);
    }

    /** Throws from every call but the one that asks for its endpoint. */
    private record Throwing(Endpoint endpoint) implements LinkHandler {

        @Override
        public void started(ScheduledExecutorService loop) {
            throw new IllegalStateException("on purpose");
        }

        @Override
        public void opened(Link link) {
            throw new NoClassDefFoundError("on purpose");
        }

        @Override
        public void received(Link link, Frame frame) {
            throw new IllegalStateException("on purpose");
        }

        @Override
        public void closed(Link link, FailureCode code) {
            throw new IllegalStateException("on purpose");
        }
    }
}
