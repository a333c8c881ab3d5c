package org.idrelay.load;

import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.idrelay.api.verifier.VerifierState;
import org.idrelay.link.Endpoint;
import org.idrelay.operations.ServerOperations;
import org.idrelay.routing.IdlePolicy;
import org.idrelay.secrecy.Keyring;
import org.idrelay.server.RelayServer;
import org.idrelay.server.ServerSettings;
import org.idrelay.transport.RelayTransport;

/** A real server on real TCP, without OSGi and TLS; its hosts are wherever a test says. */
final class ServedRelay implements AutoCloseable {

    private static final Endpoint.Limits LIMITS = new Endpoint.Limits(65_536, 64, 1 << 20, 2000);

    private final RelayTransport transport = new RelayTransport(new Keyring());
    private final RelayServer server = new RelayServer(
            new ServerSettings(
                    "server-1",
                    "127.0.0.1:0",
                    Endpoint.Security.PLAIN,
                    "idle",
                    new ServerSettings.Queue(1000, 60_000),
                    new ServerSettings.Patience(20_000, 4000),
                    LIMITS),
            () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));

    /** Waits until so many verifiers are idle. */
    ServedRelay(List<InetSocketAddress> hosts, int verifiers) {
        server.addPolicy(new IdlePolicy());
        transport.add(server.terminals());
        for (int i = 0; i < hosts.size(); i++) {
            String address = "127.0.0.1:" + hosts.get(i).getPort();
            transport.add(server.host("host-" + i, List.of(address), Endpoint.Security.PLAIN));
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> idle() == verifiers);
    }

    SocketAddress terminals() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), transport.boundPort("terminals"));
    }

    ServerOperations operations() {
        return server.operations();
    }

    long idle() {
        return operations().verifiers().stream()
                .filter(verifier -> verifier.state() == VerifierState.IDLE)
                .count();
    }

    long reads() {
        return operations().verifiers().stream()
                .mapToLong(verifier -> verifier.tally().reads())
                .sum();
    }

    @Override
    public void close() {
        server.stop();
        transport.close();
    }
}
