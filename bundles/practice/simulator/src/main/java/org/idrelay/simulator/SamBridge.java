package org.idrelay.simulator;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.idrelay.api.Bytes;
import org.idrelay.card.HostFrame;
import org.idrelay.card.MalformedException;
import org.jspecify.annotations.Nullable;

/**
 * What stands in front of a simulated SAM: host frames on one TCP port, RF frames on the other (2 bytes length, big endian,
 * then so many). One pair of lines is served at a time; the newest pair waits for it to end. Faults apply to what the SAM
 * says.
 */
final class SamBridge implements AutoCloseable {

    private static final Bytes GARBAGE = Bytes.ofHex("DEADBEEF0102030405060708090A0B0C");

    /** What passed is remembered so far back: a thousand reads. */
    private static final int MAX_LOG = 1 << 16;

    private final SamPort hostPort;
    private final SamPort rfPort;
    private final Deque<SimulatedSam.BridgeEntry> log = new ArrayDeque<>();
    private @Nullable Socket nextHost;
    private @Nullable Socket nextRf;
    private @Nullable Socket host;
    private @Nullable Socket rf;
    private @Nullable SamFault fault;
    private int framesUntilFault;

    /** Listens on two loopback ports; 0 takes any free one. */
    SamBridge(int hostPort, int rfPort) throws IOException {
        this.hostPort = new SamPort(hostPort);
        try {
            this.rfPort = new SamPort(rfPort);
        } catch (IOException e) {
            this.hostPort.close();
            throw e;
        }
        this.hostPort.start(this::hostConnected);
        this.rfPort.start(this::rfConnected);
    }

    int hostPort() {
        return hostPort.number();
    }

    int rfPort() {
        return rfPort.number();
    }

    synchronized List<SimulatedSam.BridgeEntry> log() {
        return List.copyOf(log);
    }

    /** Waits until both lines stand, and serves them from now on. */
    synchronized void accept() throws InterruptedException {
        while (nextHost == null || nextRf == null) {
            wait();
        }
        host = nextHost;
        rf = nextRf;
        nextHost = null;
        nextRf = null;
    }

    /** The next host frame, or its first seven bytes if no such frame can be; bytes that begin none are passed over. */
    Bytes readHost() throws IOException {
        DataInputStream in = new DataInputStream(line(true).getInputStream());
        Bytes prefix = Bytes.EMPTY;
        while (prefix.length() < HostFrame.PREFIX_LENGTH) {
            prefix = prefix.plus(Bytes.of(in.readByte()));
            while (!HostFrame.PREAMBLE.startsWith(
                    prefix.slice(0, Math.min(prefix.length(), HostFrame.PREAMBLE.length())))) {
                prefix = prefix.from(1);
            }
        }
        Bytes frame = prefix;
        try {
            frame = prefix.plus(read(in, HostFrame.restLength(prefix)));
        } catch (MalformedException e) {
            // the SAM answers that the length is wrong
        }
        record(false, true, frame);
        return frame;
    }

    /** Says a response. */
    void writeHost(Bytes frame) throws IOException, InterruptedException {
        Bytes said = spoiled(frame);
        record(false, false, said);
        line(true).getOutputStream().write(said.toArray());
    }

    /** Says a card command and waits for the answer; empty if none comes in time. */
    Optional<Bytes> exchangeRf(Bytes command, int timeoutMillis) throws IOException, InterruptedException {
        Socket line = line(false);
        DataInputStream in = new DataInputStream(line.getInputStream());
        in.skipNBytes(in.available()); // an answer to an earlier command came too late
        Bytes said = spoiled(command);
        record(true, false, said);
        line.getOutputStream().write(length(said).plus(said).toArray());
        try {
            line.setSoTimeout(timeoutMillis);
            Bytes answer = read(in, in.readUnsignedShort());
            record(true, true, answer);
            return Optional.of(answer);
        } catch (SocketTimeoutException e) {
            return Optional.empty();
        }
    }

    /** Lets something go wrong once the SAM has said so many more frames, until it is mended. */
    synchronized void fault(SamFault next, int frames) {
        fault = next;
        framesUntilFault = frames;
        notifyAll();
        if (isNow(SamFault.CLOSE)) {
            hangUp();
        }
    }

    synchronized void mend() {
        fault = null;
        notifyAll();
    }

    /** Closes both lines that are being served. */
    synchronized void hangUp() {
        SamPort.close(host);
        SamPort.close(rf);
    }

    @Override
    public synchronized void close() {
        mend();
        hostPort.close();
        rfPort.close();
        SamPort.close(nextHost);
        SamPort.close(nextRf);
        hangUp();
    }

    private synchronized void hostConnected(Socket socket) {
        SamPort.close(nextHost);
        nextHost = admitted(socket);
        notifyAll();
    }

    private synchronized void rfConnected(Socket socket) {
        SamPort.close(nextRf);
        nextRf = admitted(socket);
        notifyAll();
    }

    private @Nullable Socket admitted(Socket socket) {
        if (isNow(SamFault.CLOSE)) {
            SamPort.close(socket);
            return null;
        }
        return socket;
    }

    private synchronized Bytes spoiled(Bytes said) throws IOException, InterruptedException {
        if (fault != null && framesUntilFault > 0) {
            framesUntilFault--;
            return said;
        }
        while (isNow(SamFault.STALL)) {
            wait();
        }
        if (isNow(SamFault.CLOSE)) {
            hangUp();
            throw new IOException("closed on demand");
        }
        return isNow(SamFault.GARBAGE) ? GARBAGE : said;
    }

    private boolean isNow(SamFault wanted) {
        return fault == wanted && framesUntilFault == 0;
    }

    private synchronized Socket line(boolean ofHost) throws IOException {
        Socket socket = ofHost ? host : rf;
        if (socket == null) {
            throw new IOException("the line does not stand");
        }
        return socket;
    }

    private synchronized void record(boolean onRf, boolean heard, Bytes bytes) {
        if (log.size() == MAX_LOG) {
            log.removeFirst();
        }
        log.add(new SimulatedSam.BridgeEntry(System.nanoTime(), onRf, heard, bytes));
    }

    private static Bytes length(Bytes bytes) {
        return Bytes.of((byte) (bytes.length() >>> 8), (byte) bytes.length());
    }

    private static Bytes read(DataInputStream in, int length) throws IOException {
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return Bytes.of(bytes);
    }
}
