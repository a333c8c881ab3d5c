package org.idrelay.load;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.idrelay.wire.Frame;
import org.idrelay.wire.FrameCodec;
import org.idrelay.wire.Header;
import org.idrelay.wire.Hello;
import org.idrelay.wire.MessageType;
import org.idrelay.wire.Role;
import org.idrelay.wire.VerifierAdded;
import org.idrelay.wire.WireException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The hostile ones do what they are said to do; what a server should do against it is tested where the server is. */
class HostileTest {

    private final ReadCounts counts = new ReadCounts();
    private SelectorLoop loop;
    private PlayedHost host;

    @BeforeEach
    void open() throws IOException {
        loop = new SelectorLoop("load");
        host = new PlayedHost(loop, "host-1", 2, 0);
    }

    @AfterEach
    void close() throws IOException {
        host.close();
        loop.close();
        assertEquals(0, loop.broken());
    }

    @Test
    void silentSessionsHoldEveryVerifier() {
        try (ServedRelay relay = new ServedRelay(List.of(host.address()), 2);
                HostileTerminal silent = HostileTerminal.silent(loop, relay.terminals(), "t-bad", 64, 1)) {
            silent.start();
            await().until(() -> relay.operations().sessions().size() == 64 && relay.idle() == 0);
            assertEquals(64, silent.sent());
            assertEquals(2, host.leases());
        }
    }

    @Test
    void aFloodIsManyRequestsOnOneConnection() {
        try (ServedRelay relay = new ServedRelay(List.of(host.address()), 2);
                HostileTerminal flooding = HostileTerminal.flooding(loop, relay.terminals(), "t-bad", 1000, 1)) {
            flooding.start();
            await().atMost(Duration.ofSeconds(30)).until(() -> flooding.sent() > 1000 && host.leases() > 100);
            assertEquals(1, relay.operations().terminals().size());
            assertEquals(0, host.leasedTwice());
        }
    }

    @Test
    void strangersStayBesideAGoodTerminal() {
        try (ServedRelay relay = new ServedRelay(List.of(host.address()), 2);
                HostileStranger silent = HostileStranger.silent(loop, relay.terminals(), 20, 1);
                HostileStranger dripping = HostileStranger.dripping(loop, relay.terminals(), 20, 5, 1);
                PlayedTerminal good = new PlayedTerminal(loop, relay.terminals(), "t-1", Habits.busy(3), counts, 1)) {
            silent.start();
            dripping.start();
            await().until(() -> silent.connected() == 20 && dripping.connected() == 20);
            good.start();
            await().atMost(Duration.ofSeconds(30)).until(() -> counts.ended() == 3);
            assertEquals(Map.of(), counts.failures());
            assertEquals(1, relay.operations().terminals().size());
        }
    }

    @Test
    void aStrangerDripsAFrameThatNeverEndsAndComesAgain() throws IOException {
        try (ServerSocket target = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                HostileStranger dripping = HostileStranger.dripping(loop, target.getLocalSocketAddress(), 1, 2, 1)) {
            dripping.start();
            try (Socket came = target.accept()) {
                byte[] begin = {0, 0, (byte) 0xFF, (byte) 0xFC, 1, 0, 0, 0};
                assertArrayEquals(begin, came.getInputStream().readNBytes(begin.length));
            }
            try (Socket again = target.accept()) {
                assertEquals(0, again.getInputStream().read());
            }
        }
    }

    @Test
    void aHostStatesTheHighestTermAndAnswersUnderAnother() throws Exception {
        try (HostileHost hostile = new HostileHost(loop, "host-bad", 3, 1);
                Socket server = new Socket(
                        InetAddress.getLoopbackAddress(), hostile.address().getPort())) {
            send(server, Frame.ofLink(new Hello(1, 1, Role.SERVER, "server-1", "test")));
            assertEquals(MessageType.WELCOME, next(server).header().type());
            assertEquals(Long.MAX_VALUE, ((VerifierAdded) next(server).message()).highestTerm());
            next(server);
            next(server);
            Frame find = new PlayedRead(UUID.randomUUID(), new MadeUpCard(1))
                    .first("reader-1", 1000, 0)
                    .withLease(2, 5);
            send(server, find);
            Header answer = next(server).header();
            assertEquals(MessageType.FIND_RESPONSE, answer.type());
            assertTrue(answer.term() != 5);
            assertEquals(1, hostile.welcomes());
        }
    }

    private static void send(Socket to, Frame frame) throws IOException {
        to.getOutputStream().write(FrameCodec.encode(frame).array());
    }

    private static Frame next(Socket from) throws IOException, WireException {
        byte[] length = from.getInputStream().readNBytes(4);
        byte[] rest = from.getInputStream().readNBytes(ByteBuffer.wrap(length).getInt());
        return FrameCodec.decode(
                ByteBuffer.allocate(4 + rest.length).put(length).put(rest).flip());
    }
}
