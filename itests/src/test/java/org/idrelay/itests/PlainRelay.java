package org.idrelay.itests;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.idrelay.api.verifier.Capability;
import org.idrelay.api.verifier.Verifier;
import org.idrelay.api.verifier.VerifierState;
import org.idrelay.link.Endpoint;
import org.idrelay.operations.ServerOperations;
import org.idrelay.operations.reading.ReadingEvent;
import org.idrelay.operations.trace.TraceSource;
import org.idrelay.routing.BindingTablePolicy;
import org.idrelay.routing.IdlePolicy;
import org.idrelay.secrecy.Keyring;
import org.idrelay.secrecy.SessionKeySettings;
import org.idrelay.server.RelayServer;
import org.idrelay.server.ServerSettings;
import org.idrelay.simulator.SimulatedReader;
import org.idrelay.simulator.SimulatedSam;
import org.idrelay.terminal.Terminal;
import org.idrelay.terminal.TerminalSettings;
import org.idrelay.transport.RelayTransport;
import org.idrelay.verifier.host.HostAdmission;
import org.idrelay.verifier.host.HostSettings;
import org.idrelay.verifier.host.VerifierHost;
import org.idrelay.verifier.sam.SamAdapter;

/**
 * Terminal, server, verifier host, SAMs and readers in one JVM without OSGi, each role on a transport of its own, over real
 * TCP. Times are short, so that faults are found out in a second or two. The server reaches the host through a proxy.
 */
final class PlainRelay implements AutoCloseable {

    static final String TERMINAL = "t-01";

    private static final Endpoint.Limits LIMITS = new Endpoint.Limits(65_536, 64, 1 << 20, 2000);
    private static final int SAM_ANSWER_MILLIS = 600;

    final List<SimulatedSam> sams = new ArrayList<>();
    final List<SimulatedReader> readers = new ArrayList<>();
    /** Between server and verifier host. */
    final FrameProxy hostProxy;

    /** Between terminal and server. */
    final FrameProxy serverProxy;

    final int terminalsPort = FreePorts.free();
    final int serversPort = FreePorts.free();
    final BlockingQueue<ReadingEvent> events = new LinkedBlockingQueue<>();
    /** What terminal and verifier host prove their identity with. */
    static final Keyring KEYS = TestKeys.keyring(TERMINAL);

    final Terminal terminal;
    final RelayServer server;
    final ServerOperations operations;
    final VerifierHost host;

    private final RelayTransport terminalSide = new RelayTransport(new Keyring());
    private final RelayTransport serverSide = new RelayTransport(new Keyring());
    private final RelayTransport hostSide = new RelayTransport(new Keyring());
    private final List<SamAdapter> adapters = new ArrayList<>();

    /** Starts everything, with session keys, and waits until every verifier is idle and the terminal has its link. */
    PlainRelay(int samCount, int readerCount, String policy) throws IOException {
        this(samCount, readerCount, policy, SessionKeySettings.REQUIRED);
    }

    PlainRelay(int samCount, int readerCount, String policy, SessionKeySettings sessionKey) throws IOException {
        hostProxy = new FrameProxy(serversPort, 0);
        serverProxy = new FrameProxy(terminalsPort, 0);
        host = new VerifierHost(
                new HostSettings(
                        "host-1",
                        "127.0.0.1:" + serversPort,
                        Endpoint.Security.PLAIN,
                        sessionKey,
                        new HostSettings.Timing(3000, 3000, 200),
                        LIMITS,
                        HostAdmission.OPEN),
                KEYS);
        hostSide.add(host.servers());
        for (int i = 1; i <= samCount; i++) {
            SimulatedSam sam = new SimulatedSam(i, 0, 0, 900);
            sams.add(sam);
            adapters.add(
                    SamAdapter.onLoopback("sam-" + i, sam.hostPort(), sam.rfPort(), SAM_ANSWER_MILLIS, this::offer));
        }
        server = new RelayServer(
                new ServerSettings(
                        "server-1",
                        "127.0.0.1:" + terminalsPort,
                        Endpoint.Security.PLAIN,
                        policy,
                        new ServerSettings.Queue(64, 60_000),
                        new ServerSettings.Patience(20_000, 4000),
                        LIMITS),
                () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
        server.addPolicy(new IdlePolicy());
        server.addPolicy(new BindingTablePolicy("sam-1 = t-01"));
        operations = server.operations();
        serverSide.add(server.terminals());
        serverSide.add(server.host("local", List.of(hostProxy.address()), Endpoint.Security.PLAIN));
        terminal = new Terminal(
                new TerminalSettings(
                        TERMINAL,
                        new TerminalSettings.Server(List.of(serverProxy.address()), Endpoint.Security.PLAIN, 2000),
                        sessionKey,
                        true,
                        new TerminalSettings.Air(10, 5, 50, 500, 400),
                        new TerminalSettings.Reading(Set.of(Capability.TEXT_PHOTO), 1, 5000, 2500, 10, 3, 50)),
                KEYS);
        terminal.addListener(events::add);
        terminal.handlers().forEach(terminalSide::add);
        for (int i = 1; i <= readerCount; i++) {
            SimulatedReader reader = new SimulatedReader("reader-" + i);
            readers.add(reader);
            terminalSide.add(reader, "simulated");
        }
        await().atMost(Duration.ofSeconds(60))
                .until(() -> idle() == samCount
                        && operations.terminals().size() == 1
                        && terminal.readers().size() == readerCount);
    }

    /** How many verifiers could be leased now. */
    long idle() {
        return operations.verifiers().stream()
                .filter(verifier -> verifier.state() == VerifierState.IDLE)
                .count();
    }

    /** Whether the server has noticed that its link to the host is gone. */
    boolean hostIsGone() {
        return operations.verifiers().stream().allMatch(verifier -> verifier.state() == VerifierState.GONE);
    }

    List<TraceSource> traces() {
        return List.of(terminal.trace(), server.trace(), host.trace());
    }

    /** The next event that satisfies a condition; others are passed over. */
    <T extends ReadingEvent> T next(Class<T> type, int seconds) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < deadline) {
            ReadingEvent event = events.poll(50, TimeUnit.MILLISECONDS);
            if (type.isInstance(event)) {
                return type.cast(event);
            }
        }
        throw new AssertionError("no " + type.getSimpleName() + " in " + seconds + " s");
    }

    @Override
    public void close() throws IOException {
        terminal.close();
        terminalSide.close();
        server.stop();
        serverSide.close();
        adapters.forEach(SamAdapter::close);
        host.stop();
        hostSide.close();
        hostProxy.close();
        serverProxy.close();
        sams.forEach(SimulatedSam::close);
    }

    private Runnable offer(Verifier verifier) {
        host.addVerifier(verifier);
        return () -> host.removeVerifier(verifier);
    }
}
