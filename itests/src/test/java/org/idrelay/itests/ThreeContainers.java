package org.idrelay.itests;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.idrelay.secrecy.Keyring;
import org.idrelay.simulator.SimulatedSam;
import org.idrelay.wire.Role;

/**
 * Terminal, server and verifier host in processes of their own, each with its own keys only, three SAMs in the test's
 * process, and a tap inside the TLS of both links.
 */
final class ThreeContainers implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int SAMS = 3;

    final KarafProcess host;
    final KarafProcess server;
    final KarafProcess terminal;
    final List<SimulatedSam> sams = new ArrayList<>();
    final FrameProxy toHost;
    final FrameProxy toServer;
    final ProbedReader reader;

    /**
     * Configures all of them.
     *
     * @param name what their folders' names begin with
     * @param delayMillis by which each frame comes later on each link
     */
    ThreeContainers(String name, int delayMillis) throws IOException {
        host = new KarafProcess(name + "-host", "verifier-host:host-1");
        for (int i = 1; i <= SAMS; i++) {
            SimulatedSam sam = new SimulatedSam(i, 0, 0, 5000);
            sams.add(sam);
            host.configure(
                    "org.idrelay.verifier.sam-sam-" + i,
                    Map.of(
                            "name", "sam-" + i,
                            "hostAddress", "127.0.0.1:" + sam.hostPort(),
                            "rfAddress", "127.0.0.1:" + sam.rfPort(),
                            "rfAnswerMillis", "5000"));
        }
        server = new KarafProcess(name + "-server", "server:server-1");
        terminal = new KarafProcess(name + "-terminal", "terminal:t-01");
        Path tap = Files.createTempDirectory(host.home(), "tap");
        TestKeys.copy("terminal:t-01,server:server-1,verifier-host:host-1", tap);
        Keyring keys = TestKeys.read(tap);
        toHost = FrameProxy.insideTls(host.port("servers"), delayMillis, keys, Role.SERVER, Role.VERIFIER_HOST);
        toServer = FrameProxy.insideTls(server.port("terminals"), delayMillis, keys, Role.TERMINAL, Role.SERVER);
        server.configure("org.idrelay.server.host-local", Map.of("address", toHost.address()));
        server.configure("org.idrelay.server", Map.of("policy", "idle"));
        terminal.configure("org.idrelay.terminal", Map.of("servers", toServer.address(), "cardStayMillis", "30000"));
        reader = new ProbedReader(terminal);
    }

    /** Starts all and waits until every verifier is idle and the terminal has its link. */
    void start() throws IOException {
        host.install("idrelay-verifier-host", "idrelay-verifier-sam").start();
        server.install("idrelay-server").start();
        terminal.install("idrelay-terminal", "idrelay-simulator").start();
        reader.attach();
        awaitEverybody();
    }

    /** Waits until every verifier is idle and the terminal has its link. */
    void awaitEverybody() {
        await("three idle verifiers")
                .atMost(LIMIT)
                .until(() -> server.run("idrelay:verifier-list")
                                .lines()
                                .filter(line -> line.contains("IDLE"))
                                .count()
                        == SAMS);
        await("terminal")
                .atMost(LIMIT)
                .until(() -> server.run("idrelay:terminal-list").contains("t-01"));
    }

    /** The SAM that has read the last card. */
    SimulatedSam leased() {
        return sams.stream()
                .max(Comparator.comparingLong(ThreeContainers::lastRfNanos))
                .orElseThrow();
    }

    private static long lastRfNanos(SimulatedSam sam) {
        return sam.log().stream()
                .filter(SimulatedSam.BridgeEntry::rf)
                .mapToLong(SimulatedSam.BridgeEntry::nanos)
                .max()
                .orElse(Long.MIN_VALUE);
    }

    @Override
    public void close() throws IOException {
        toServer.close();
        toHost.close();
        terminal.close();
        server.close();
        host.close();
        sams.forEach(SimulatedSam::close);
    }
}
