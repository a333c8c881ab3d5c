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

    /** Waits until both lines stand. */
    void accept() throws IOException {
        host = accept(hostPort);
        rf = accept(rfPort);
    }

    /** The next host frame; bytes that begin none are passed over. */
    Bytes readHost() throws IOException {
        DataInputStream in = new DataInputStream(open(host).getInputStream());
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

    void writeHost(Bytes frame) throws IOException {
        Bytes said = spoiled(frame);
        log.add(new SimulatedSam.BridgeEntry(System.nanoTime(), false, false, said));
        write(open(host), said);
    }

    /** Says a card command and waits for the answer; empty if none comes in time. */
    Optional<Bytes> exchangeRf(Bytes command, int timeoutMillis) throws IOException {
        Socket socket = open(rf);
        DataInputStream in = new DataInputStream(socket.getInputStream());
        in.skipBytes(in.available()); // an answer to an earlier command came too late
        Bytes said = spoiled(command);
        log.add(new SimulatedSam.BridgeEntry(System.nanoTime(), true, false, said));
        write(
                socket,
                Bytes.of((byte) (said.length() >>> 8), (byte) said.length()).plus(said));
        try {
            socket.setSoTimeout(timeoutMillis);
            Bytes answer = read(in, in.readUnsignedShort());
            log.add(new SimulatedSam.BridgeEntry(System.nanoTime(), true, true, answer));
            return Optional.of(answer);
        } catch (SocketTimeoutException e) {
            return Optional.empty();
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

    /** Closes both lines. */
    void hangUp() {
        close(host);
        close(rf);
    }

    @Override
    public void close() {
        mend();
        close(hostPort);
        close(rfPort);
        hangUp();
    }

    private Socket accept(ServerSocket port) throws IOException {
        while (true) {
            Socket socket = port.accept();
            if (fault != SamFault.CLOSE) {
                socket.setTcpNoDelay(true);
                return socket;
            }
            socket.close();
        }
    }

    private synchronized Bytes spoiled(Bytes said) throws IOException {
        try {
            while (fault == SamFault.STALL) {
                wait();
            }
        } catch (InterruptedException e) {
            throw new IOException("stopped while stalled", e);
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
