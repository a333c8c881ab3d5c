package org.idrelay.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Stands between TCP peers, knows nothing of what they say, and does to it what a bad network does. Each call has worked when
 * it returns. Callable on any thread.
 */
public final class FaultProxy implements AutoCloseable {

    /** The two ends of a connection. */
    public enum End {
        /** Who connected to the proxy. */
        CALLER,
        /** Whom the proxy connected to. */
        CALLED
    }

    private final SelectorLoop loop;
    private final SocketAddress target;
    private final Acceptor acceptor;

    /** These belong to the loop. */
    private final Random random;

    private final Set<ProxiedConnection> connections = new LinkedHashSet<>();
    private Faults faults = Faults.NONE;
    private boolean stalled;
    private boolean refusing;

    /**
     * Listens on a free loopback port, and connects each that comes to the target.
     *
     * @param seed what is random is random by it, in the order in which connections come
     */
    public FaultProxy(SelectorLoop loop, SocketAddress target, long seed) throws IOException {
        this.loop = loop;
        this.target = target;
        random = new Random(seed);
        acceptor = new Acceptor(loop, this::take);
    }

    public int port() {
        return address().getPort();
    }

    public InetSocketAddress address() {
        return acceptor.address();
    }

    /** From now on, what comes on any connection is treated so. */
    public void befall(Faults now) {
        loop.now(() -> {
            faults = now;
            each(connection -> connection.befall(now));
        });
    }

    /** Nothing passes any more, nothing is lost, and nobody is told. */
    public void stall() {
        stall(true);
    }

    /** What was held goes on. */
    public void resume() {
        stall(false);
    }

    private void stall(boolean now) {
        loop.now(() -> {
            stalled = now;
            each(connection -> connection.stall(now));
        });
    }

    /** Every connection breaks, and both ends see it; new ones are welcome. */
    public void cut() {
        loop.now(() -> each(ProxiedConnection::cut));
    }

    /** Every connection breaks, and new ones break at once, until {@link #mend}. */
    public void cutAndRefuse() {
        loop.now(() -> {
            refusing = true;
            each(ProxiedConnection::cut);
        });
    }

    /** New connections are welcome again. */
    public void mend() {
        loop.now(() -> refusing = false);
    }

    /** Of every connection one end is gone, and the one that is left never hears of it: what it sends vanishes. */
    public void leaveAlone(End left) {
        loop.now(() -> each(connection -> connection.leaveAlone(left == End.CALLER)));
    }

    /** How many connections there are now, half-open ones too. */
    public int connections() {
        int[] count = new int[1];
        loop.now(() -> count[0] = connections.size());
        return count[0];
    }

    @Override
    public void close() throws IOException {
        acceptor.close();
        cut();
    }

    private void each(Consumer<ProxiedConnection> action) {
        List.copyOf(connections).forEach(action);
    }

    private void take(SocketChannel came) throws IOException {
        if (refusing) {
            came.close();
            return;
        }
        ProxiedConnection connection =
                new ProxiedConnection(loop, came, random.nextLong(), faults, connections::remove);
        connections.add(connection);
        try {
            connection.open(target, stalled);
        } catch (IOException e) {
            connection.cut();
        }
    }
}
