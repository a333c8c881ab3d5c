package org.idrelay.simulator;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.idrelay.api.Bytes;
import org.idrelay.card.HostFrame;
import org.idrelay.card.MalformedException;
import org.jspecify.annotations.Nullable;

/**
 * The two TCP ports in front of a simulated SAM: host frames on one, RF frames on the other (2 bytes length, big endian,
 * then so many). One pair of lines at a time. Faults apply to what the SAM says.
 */
final class SamBridge implements AutoCloseable {

    private static final Bytes GARBAGE = Bytes.ofHex("DEADBEEF0102030405060708090A0B0C");

    private final ServerSocket hostPort;
    private final ServerSocket rfPort;
    private final List<SimulatedSam.BridgeEntry> log = new CopyOnWriteArrayList<>();
    private volatile @Nullable Socket host;
    private volatile @Nullable Socket rf;
    private volatile @Nullable SamFault fault;

    /** Listens on two loopback ports; 0 takes any free one. */
    SamBridge(int hostPort, int rfPort) throws IOException {
        this.hostPort = listen(hostPort);
        this.rfPort = listen(rfPort);
        thread(this.hostPort, socket -> host = socket, () -> host);
        thread(this.rfPort, socket -> rf = socket, () -> rf);
    }

    int hostPort() {
        return hostPort.getLocalPort();
    }

    int rfPort() {
        return rfPort.getLocalPort();
    }

    List<SimulatedSam.BridgeEntry> log() {
        return List.copyOf(log);
    }

    boolean isClosed() {
        return hostPort.isClosed();
    }

    /** Waits until somebody is on the host line. */
    synchronized Socket awaitHost() throws IOException {
        while (host == null && !isClosed()) {
            pause(0);
        }
        return open(host);
    }

    /** The peer on that host line has left. */
    synchronized void dropHost(Socket left) {
        close(left);
        if (host == left) {
            host = null;
        }
    }

    /** The next host frame; bytes that begin none are passed over. */
    Bytes readHost(Socket line) throws IOException {
        DataInputStream in = new DataInputStream(line.getInputStream());
        Bytes prefix = Bytes.EMPTY;
        while (true) {
            prefix = prefix.plus(Bytes.of(in.readByte()));
            if (!HostFrame.PREAMBLE.startsWith(
                    prefix.slice(0, Math.min(prefix.length(), HostFrame.PREAMBLE.length())))) {
                prefix = prefix.from(1);
            } else if (prefix.length() == HostFrame.PREFIX_LENGTH) {
                try {
                    Bytes frame = prefix.plus(read(in, HostFrame.restLength(prefix)));
                    log.add(new SimulatedSam.BridgeEntry(System.nanoTime(), false, true, frame));
                    return frame;
                } catch (MalformedException e) {
                    return prefix;
                }
            }
        }
    }

    void writeHost(Socket line, Bytes frame) throws IOException {
        Bytes said = spoiled(frame);
        log.add(new SimulatedSam.BridgeEntry(System.nanoTime(), false, false, said));
        write(line, said);
    }

    /** Says a card command and waits for the answer; empty if none comes in time. A line that is lost may be replaced meanwhile. */
    Optional<Bytes> exchangeRf(Bytes command, int timeoutMillis) throws IOException {
        Bytes said = spoiled(command);
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        while (true) {
            int left = (int) TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            Optional<Socket> line = awaitRf(left);
            if (left <= 0 || line.isEmpty()) {
                return Optional.empty();
            }
            try {
                return exchange(line.get(), said, left);
            } catch (SocketTimeoutException e) {
                return Optional.empty();
            } catch (IOException e) {
                dropRf(line.get());
            }
        }
    }

    private Optional<Bytes> exchange(Socket line, Bytes said, int timeoutMillis) throws IOException {
        DataInputStream in = new DataInputStream(line.getInputStream());
        in.skipBytes(in.available()); // an answer to an earlier command came too late
        log.add(new SimulatedSam.BridgeEntry(System.nanoTime(), true, false, said));
        write(line, Bytes.of((byte) (said.length() >>> 8), (byte) said.length()).plus(said));
        line.setSoTimeout(timeoutMillis);
        Bytes answer = read(in, in.readUnsignedShort());
        log.add(new SimulatedSam.BridgeEntry(System.nanoTime(), true, true, answer));
        return Optional.of(answer);
    }

    private synchronized Optional<Socket> awaitRf(int millis) throws IOException {
        if (rf == null && millis > 0) {
            pause(millis);
        }
        return Optional.ofNullable(rf);
    }

    private synchronized void dropRf(Socket left) {
        close(left);
        if (rf == left) {
            rf = null;
        }
    }

    @SuppressWarnings("WaitNotInLoop") // every caller looks again
    private synchronized void pause(int millis) throws IOException {
        try {
            wait(millis);
        } catch (InterruptedException e) {
            throw new IOException("stopped while waiting", e);
        }
    }

    synchronized void fault(SamFault next) {
        fault = next;
        notifyAll();
        if (next == SamFault.CLOSE) {
            hangUp();
        }
    }

    synchronized void mend() {
        fault = null;
        notifyAll();
    }

    @Override
    public synchronized void close() {
        close(hostPort);
        close(rfPort);
        mend();
        hangUp();
    }

    /** Closes both lines. */
    private synchronized void hangUp() {
        close(host);
        close(rf);
        host = null;
        rf = null;
    }

    private interface Line {
        void set(@Nullable Socket socket);
    }

    /** On each port the newest line counts; the one before it is closed. */
    private void thread(ServerSocket port, Line line, Supplier<@Nullable Socket> current) {
        Thread thread = new Thread(
                () -> {
                    while (!port.isClosed()) {
                        try {
                            Socket socket = port.accept();
                            socket.setTcpNoDelay(true);
                            replace(socket, line, current);
                        } catch (IOException e) {
                            // the bridge is closed, or the peer left at once
                        }
                    }
                },
                "simulated-sam-port-" + port.getLocalPort());
        thread.setDaemon(true);
        thread.start();
    }

    private synchronized void replace(Socket socket, Line line, Supplier<@Nullable Socket> current) {
        if (fault == SamFault.CLOSE) {
            close(socket);
            return;
        }
        close(current.get());
        line.set(socket);
        notifyAll();
    }

    private synchronized Bytes spoiled(Bytes said) throws IOException {
        while (fault == SamFault.STALL) {
            pause(0);
        }
        return fault == SamFault.GARBAGE ? GARBAGE : said;
    }

    private static ServerSocket listen(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
    }

    private static Socket open(@Nullable Socket socket) throws IOException {
        if (socket == null) {
            throw new IOException("the line does not stand");
        }
        return socket;
    }

    private static Bytes read(DataInputStream in, int length) throws IOException {
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return Bytes.of(bytes);
    }

    private static void write(Socket socket, Bytes bytes) throws IOException {
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        out.write(bytes.toArray());
        out.flush();
    }

    private static void close(@Nullable AutoCloseable closeable) {
        try {
            if (closeable != null) {
                closeable.close();
            }
        } catch (Exception e) {
            // it is gone either way
        }
    }
}
