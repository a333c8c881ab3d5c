package org.idrelay.load;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.idrelay.api.FailureCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whole reads through a real server, with every party but the server played. */
class PlayedReadsTest {

    private static final int HOSTS = 3;
    private static final int VERIFIERS_EACH = 2;
    private static final int VERIFIERS = HOSTS * VERIFIERS_EACH;

    private final SelectorLoop loop = open();
    private final ReadCounts counts = new ReadCounts();
    private final List<PlayedHost> hosts = new ArrayList<>();
    private final List<PlayedTerminal> terminals = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        terminals.forEach(PlayedTerminal::close);
        for (PlayedHost host : hosts) {
            host.close();
        }
        loop.close();
        assertEquals(0, loop.broken());
    }

    @Test
    void twoHundredTerminalsReadOverThreeHosts() throws IOException {
        addHosts(1);
        try (ServedRelay relay = serve()) {
            start(200, 2, relay.terminals());
            awaitEnded(400);

            assertEquals(Map.of(), counts.failures());
            assertEquals(400, counts.complete());
            assertEquals(0, counts.wrong());
            assertEquals(400, counts.waits());
            assertTrue(counts.queuedTold() > 0, "nobody had to wait");
            assertTrue(counts.waitMillis(50) <= counts.waitMillis(99));
            assertEquals(400, leases());
            assertEquals(0, leasedTwice());
            assertNothingLeft(relay);
            assertEquals(400, relay.reads());
        }
    }

    @Test
    void readsOverALongWayInSlices() throws IOException {
        addHosts(0);
        try (ServedRelay relay = serve();
                FaultProxy proxy = new FaultProxy(loop, relay.terminals(), 1)) {
            proxy.befall(new Faults(2, 4, 50, 0));
            start(20, 2, proxy.address());
            awaitEnded(40);

            assertEquals(Map.of(), counts.failures());
            assertEquals(0, counts.wrong());
            assertEquals(0, leasedTwice());
            assertNothingLeft(relay);
        }
    }

    @Test
    void whatIsCutFailsWithOneCodeAndTheRestIsRead() throws IOException {
        addHosts(20);
        try (ServedRelay relay = serve();
                FaultProxy proxy = new FaultProxy(loop, relay.terminals(), 1)) {
            start(40, 2, proxy.address());
            await().atMost(Duration.ofSeconds(30)).until(() -> counts.waits() >= VERIFIERS);
            proxy.cut();
            awaitEnded(80);

            long failed = counts.failures().getOrDefault(FailureCode.LINK_CLOSED, 0L);
            assertEquals(Map.of(FailureCode.LINK_CLOSED, failed), counts.failures());
            assertTrue(failed > 0, "nothing was cut");
            assertEquals(80 - failed, counts.complete());
            assertEquals(0, counts.wrong());
            assertTrue(counts.linksLost() >= 40, counts.linksLost() + " lost");
            assertEquals(0, leasedTwice());
            assertNothingLeft(relay);
        }
    }

    private void addHosts(int deviceMillis) throws IOException {
        for (int i = 1; i <= HOSTS; i++) {
            hosts.add(new PlayedHost(loop, "host-" + i, VERIFIERS_EACH, deviceMillis));
        }
    }

    private ServedRelay serve() {
        return new ServedRelay(hosts.stream().map(PlayedHost::address).toList(), VERIFIERS);
    }

    private void start(int count, int cards, SocketAddress server) {
        for (int i = 1; i <= count; i++) {
            terminals.add(new PlayedTerminal(loop, server, "t-" + i, Habits.busy(cards), counts, 1));
        }
        terminals.forEach(PlayedTerminal::start);
    }

    private void awaitEnded(int reads) {
        await().atMost(Duration.ofSeconds(60)).until(() -> counts.ended() == reads);
    }

    private long leases() {
        return hosts.stream().mapToLong(PlayedHost::leases).sum();
    }

    private long leasedTwice() {
        return hosts.stream().mapToLong(PlayedHost::leasedTwice).sum();
    }

    private static void assertNothingLeft(ServedRelay relay) {
        await().until(() ->
                relay.idle() == VERIFIERS && relay.operations().sessions().isEmpty());
    }

    private static SelectorLoop open() {
        try {
            return new SelectorLoop("load");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
