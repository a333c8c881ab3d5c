package org.idrelay.transport;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.UUID;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.wire.Endpoint;
import org.idrelay.wire.FindConfirm;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Header;
import org.idrelay.wire.Link;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Links over real TCP, through the Camel routes. */
class LinksTest {

    private static final UUID SESSION = new UUID(1, 2);

    private final RelayTransport serverSide = new RelayTransport();
    private final RelayTransport terminalSide = new RelayTransport();
    private final int port = Peers.freePort();
    private final Peers server = Peers.accepting("terminals", port, Endpoint.Limits.DEFAULT, Link::send);
    private final Peers terminal = Peers.dialling("server", port);

    @AfterEach
    void close() {
        terminalSide.close();
        serverSide.close();
    }

    @Test
    void greetsBothWays() {
        link();
        assertEquals("server-1", terminal.opened.get(0).peer());
        assertEquals("t-01", server.opened.get(0).peer());
    }

    @Test
    void carriesTenThousandFramesInOrderBothWaysThroughItsRoutes() {
        Link link = link();
        int count = 10_000;
        for (int i = 0; i < count; i++) {
            link.send(frame(i));
        }
        await().until(() -> terminal.received.size() == count);

        for (int i = 0; i < count; i++) {
            assertEquals(i, server.received.get(i).header().sequence());
            assertEquals(i, terminal.received.get(i).header().sequence());
        }
        for (String id : List.of("server-in", "server-out")) {
            assertEquals(count, passed(terminalSide, id), id);
        }
        for (String id : List.of("terminals-in", "terminals-out")) {
            assertEquals(count, passed(serverSide, id), id);
        }
    }

    @Test
    void keepsTheOrderOfFramesThatARoleSendsWithinOneCall() {
        Peers threefold = Peers.accepting("terminals", port, Endpoint.Limits.DEFAULT, (link, frame) -> {
            long first = 3 * frame.header().sequence();
            for (int i = 0; i < 3; i++) {
                link.send(frame(first + i));
            }
        });
        serverSide.add(threefold);
        terminalSide.add(terminal);
        await().until(() -> terminal.opened.size() == 1);
        terminal.opened.get(0).send(frame(0));
        terminal.opened.get(0).send(frame(1));

        await().until(() -> terminal.received.size() == 6);
        assertEquals(
                List.of(0L, 1L, 2L, 3L, 4L, 5L),
                terminal.received.stream()
                        .map(frame -> frame.header().sequence())
                        .toList());
    }

    @Test
    void callsARoleOnOneThreadOnly() {
        Link link = link();
        for (int i = 0; i < 10; i++) {
            link.send(frame(i));
        }
        await().until(() -> terminal.received.size() == 10);
        assertEquals(1, terminal.threads.stream().distinct().count());
        assertEquals(1, server.threads.stream().distinct().count());
    }

    @Test
    void tellsBothSidesOnceWhyALinkEnded() {
        Link link = link();
        link.close(FailureCode.TERMINAL_STOPPED);
        await().until(() -> !server.closed.isEmpty() && !terminal.closed.isEmpty());
        link.close(FailureCode.LINK_CLOSED);

        assertEquals(List.of(FailureCode.TERMINAL_STOPPED), server.closed);
        assertEquals(FailureCode.TERMINAL_STOPPED, terminal.closed.get(0));
    }

    @Test
    void dialsAgainWhenTheServerReturns() {
        link();
        serverSide.remove(server);
        await().until(() -> !terminal.closed.isEmpty());
        serverSide.add(server);
        await().until(() -> terminal.opened.size() == 2);
    }

    @Test
    void dialsTheNextAddressWhenTheFirstIsDead() {
        Peers elsewhere = Peers.dialling("server", Peers.freePort(), port);
        serverSide.add(server);
        terminalSide.add(elsewhere);
        await().until(() -> elsewhere.opened.size() == 1);
    }

    @Test
    void opensAPortAsSoonAsItCanBeHad() {
        RelayTransport other = new RelayTransport();
        try {
            Peers first = Peers.accepting("terminals", port, Endpoint.Limits.DEFAULT, null);
            other.add(first);
            terminalSide.add(terminal);
            await().until(() -> first.opened.size() == 1);
            serverSide.add(server);
            other.remove(first);
            await().until(() -> server.opened.size() == 1);
        } finally {
            other.close();
        }
    }

    @Test
    void dropsNoLinkOfAnotherHandler() {
        int otherPort = Peers.freePort();
        Peers otherServer = Peers.accepting("others", otherPort, Endpoint.Limits.DEFAULT, Link::send);
        Peers otherTerminal = Peers.dialling("other", otherPort);
        Link link = link();
        serverSide.add(otherServer);
        terminalSide.add(otherTerminal);
        await().until(() -> otherTerminal.opened.size() == 1);

        terminalSide.remove(otherTerminal);
        serverSide.remove(otherServer);
        await().until(() -> otherServer.closed.size() == 1);
        link.send(frame(7));
        await().until(() -> terminal.received.size() == 1);
        assertEquals(List.of(), terminal.closed);
    }

    @Test
    void losesOnlyTheLinkOfARoleThatThrows() {
        Peers failing = Peers.accepting("terminals", port, Endpoint.Limits.DEFAULT, (link, frame) -> {
            throw new IllegalStateException("on purpose");
        });
        serverSide.add(failing);
        Peers second = Peers.dialling("second", port);
        terminalSide.add(terminal);
        terminalSide.add(second);
        await().until(() -> failing.opened.size() == 2);
        await().until(() -> terminal.opened.size() == 1 && second.opened.size() == 1);

        terminal.opened.get(0).send(frame(0));
        await().until(() -> terminal.closed.size() == 1);
        assertEquals(List.of(), second.closed);
    }

    private Link link() {
        serverSide.add(server);
        terminalSide.add(terminal);
        await().until(() -> terminal.opened.size() == 1 && server.opened.size() == 1);
        return terminal.opened.get(0);
    }

    private static long passed(RelayTransport transport, String route) {
        return transport.camel().getRoute(route) == null ? -1 : RouteCount.of(transport.camel(), route);
    }

    private static Frame frame(long sequence) {
        FindConfirm message = new FindConfirm(Bytes.EMPTY, Bytes.ofHex("50"));
        return Frame.of(new Header(message.type(), false, SESSION, 1, 1, sequence, 0), message);
    }
}
