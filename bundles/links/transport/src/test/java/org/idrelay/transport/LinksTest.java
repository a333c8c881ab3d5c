package org.idrelay.transport;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.LongStream;
import org.idrelay.api.FailureCode;
import org.idrelay.link.Endpoint;
import org.idrelay.link.Link;
import org.idrelay.secrecy.Keyring;
import org.idrelay.wire.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Links over real TCP, through the Camel routes. */
@ExtendWith(NoLeaks.class)
class LinksTest {

    private final RelayTransport serverSide = new RelayTransport(new Keyring());
    private final RelayTransport terminalSide = new RelayTransport(new Keyring());
    private final Peers server = Peers.accepting("terminals", Endpoint.Limits.DEFAULT, Link::send);

    @AfterEach
    void close() {
        terminalSide.close();
        serverSide.close();
    }

    @Test
    void greetsBothWays() {
        Link link = linked(server, dialling(server)).opened.get(0);
        assertEquals("server-1", link.peer());
        assertEquals(Role.SERVER, link.peerRole());
        assertEquals("127.0.0.1:" + serverSide.boundPort("terminals"), link.address());
        await().until(() -> server.opened.size() == 1);
        assertEquals("t-01", server.opened.get(0).peer());
        assertEquals(Role.TERMINAL, server.opened.get(0).peerRole());
    }

    @Test
    void carriesTenThousandFramesInOrderBothWaysThroughItsRoutes() {
        Peers terminal = linked(server, dialling(server));
        int count = 10_000;
        for (int i = 0; i < count; i++) {
            terminal.opened.get(0).send(Frames.numbered(i));
        }
        await().until(() -> terminal.received.size() == count);

        List<Long> all = LongStream.range(0, count).boxed().toList();
        assertEquals(all, server.sequences());
        assertEquals(all, terminal.sequences());
        for (String id : List.of("server-in", "server-out")) {
            await(id).until(() -> RouteCount.of(terminalSide.camel(), id) == count);
        }
        for (String id : List.of("terminals-in", "terminals-out")) {
            await(id).until(() -> RouteCount.of(serverSide.camel(), id) == count);
        }
    }

    @Test
    void keepsTheOrderOfFramesThatARoleSendsWithinOneCall() {
        Peers threefold = Peers.accepting("terminals", Endpoint.Limits.DEFAULT, (link, frame) -> {
            long first = 3 * frame.header().sequence();
            for (int i = 0; i < 3; i++) {
                link.send(Frames.numbered(first + i));
            }
        });
        Peers terminal = linked(threefold, dialling(threefold));
        terminal.opened.get(0).send(Frames.numbered(0));
        terminal.opened.get(0).send(Frames.numbered(1));

        await().until(() -> terminal.received.size() == 6);
        assertEquals(List.of(0L, 1L, 2L, 3L, 4L, 5L), terminal.sequences());
    }

    @Test
    void callsARoleOnTheOneLoopOnly() {
        Peers terminal = linked(server, dialling(server));
        for (int i = 0; i < 10; i++) {
            terminal.opened.get(0).send(Frames.numbered(i));
        }
        await().until(() -> terminal.received.size() == 10);
        terminalSide.remove(terminal);

        assertEquals(1, terminal.threads.stream().distinct().count());
        assertEquals(1, server.threads.stream().distinct().count());
        assertTrue(terminal.threads.get(0).getName().startsWith("idrelay-loop"));
    }

    @Test
    void tellsBothSidesOnceWhyALinkEnded() {
        Peers terminal = linked(server, dialling(server));
        Link link = terminal.opened.get(0);
        link.close(FailureCode.TERMINAL_STOPPED);
        link.close(FailureCode.LINK_CLOSED);
        link.send(Frames.numbered(0));

        await().until(() -> terminal.opened.size() == 2 && server.opened.size() == 2);
        assertEquals(List.of(FailureCode.TERMINAL_STOPPED), server.closed);
        assertEquals(List.of(FailureCode.TERMINAL_STOPPED), terminal.closed);
        assertEquals(List.of(), server.received);
    }

    @Test
    void sendsWhatARoleSentBeforeItCloses() {
        Peers refusing = Peers.accepting("terminals", Endpoint.Limits.DEFAULT, (link, frame) -> {
            link.send(frame);
            link.close(FailureCode.SESSION_UNKNOWN);
            link.send(frame);
        });
        Peers terminal = linked(refusing, dialling(refusing));
        for (int i = 0; i < 3; i++) {
            terminal.opened.get(0).send(Frames.numbered(i));
        }
        await().until(() -> !terminal.closed.isEmpty());
        assertEquals(List.of(FailureCode.SESSION_UNKNOWN), terminal.closed);
        assertEquals(List.of(0L), terminal.sequences());
        assertEquals(List.of(0L), refusing.sequences());
    }

    @Test
    void losesOnlyTheLinkOfARoleThatThrows() {
        Peers failing = Peers.accepting("terminals", Endpoint.Limits.DEFAULT, (link, frame) -> {
            throw new IllegalStateException("on purpose");
        });
        Peers first = linked(failing, dialling(failing));
        Peers second = Peers.dialling("second", serverSide.boundPort("terminals"));
        terminalSide.add(second);
        await().until(() -> second.opened.size() == 1);

        first.opened.get(0).send(Frames.numbered(0));
        await().until(() -> first.opened.size() == 2);
        assertEquals(List.of(FailureCode.LINK_CLOSED), first.closed);
        await().until(() -> failing.closed.size() == 1);
        assertEquals(List.of(), second.closed);
    }

    @Test
    void refusesToSendAFrameThatThePeerWouldNotTake() {
        Endpoint.Limits narrow = new Endpoint.Limits(100, 1, 1 << 20, 5000);
        Peers narrowServer = Peers.accepting("terminals", narrow, Peers.SILENT);
        Peers terminal = linked(narrowServer, dialling(narrowServer));
        terminal.opened.get(0).send(Frames.numbered(0, 20));
        terminal.opened.get(0).send(Frames.numbered(1, 200));

        await().until(() -> terminal.closed.contains(FailureCode.FRAME_TOO_LONG));
        await().until(() -> narrowServer.closed.contains(FailureCode.FRAME_TOO_LONG));
        assertEquals(List.of(0L), narrowServer.sequences());
    }

    /** A terminal that dials what this server, added here, listens on. */
    private Peers dialling(Peers accepting) {
        serverSide.add(accepting);
        return Peers.dialling("server", serverSide.boundPort("terminals"));
    }

    private Peers linked(Peers accepting, Peers dialling) {
        terminalSide.add(dialling);
        await().until(() -> dialling.opened.size() == 1 && accepting.opened.size() == 1);
        return dialling;
    }
}
