package org.idrelay.verifier.sam;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.verifier.CardAnswer;
import org.idrelay.api.verifier.VerifierException;
import org.idrelay.card.HostFrame;
import org.idrelay.card.MalformedException;

/**
 * The two connections to a SAM's bridge: host frames on one, RF frames on the other. What the SAM says on either arrives
 * in one queue, in the order of arrival. Used by the verifier's thread; two threads of its own read, and notice a close at once.
 */
final class SamLine implements AutoCloseable {

    /** The longest card command that a SAM sends (reference §1.2, 61 FF). */
    private static final int MAX_RF_LENGTH = 255;

    /** A SAM says one thing at a time: more than this unheard means that it is out of its mind. */
    private static final int MAX_UNHEARD = 16;

    /** Something that the SAM said. */
    sealed interface Event {

        /** A response on the host port. */
        record Response(HostFrame frame) implements Event {}

        /** A card command on the RF port, without CRC_B. */
        record Command(Bytes command) implements Event {}

        /** Something that has no known form. Nothing more comes from that port. */
        record Garbage() implements Event {}

        /** One of the connections is gone. */
        record Gone() implements Event {}
    }

    private final Socket host;
    private final Socket rf;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>(MAX_UNHEARD);
    private final CountDownLatch gone = new CountDownLatch(1);

    private SamLine(Socket host, Socket rf) {
        this.host = host;
        this.rf = rf;
    }

    /** Connects to both ports. */
    static SamLine connect(SamSettings settings) throws IOException {
        Socket host = connect(settings.hostAddress(), settings.times().connectMillis());
        Socket rf;
        try {
            rf = connect(settings.rfAddress(), settings.times().connectMillis());
        } catch (IOException e) {
            host.close();
            throw e;
        }
        SamLine line = new SamLine(host, rf);
        line.read("idrelay-sam-host-" + settings.name(), host, line::readHost);
        line.read("idrelay-sam-rf-" + settings.name(), rf, line::readRf);
        return line;
    }

    /** Sends a host request. */
    void ask(HostFrame request) throws VerifierException {
        write(host, request.encode());
    }

    /** Answers the SAM's card command: the card's bytes and the RF status. */
    void answer(CardAnswer answer) throws VerifierException {
        Bytes data = answer.data().plus(Bytes.of((byte) answer.rfStatus()));
        write(rf, Bytes.of((byte) (data.length() >>> 8), (byte) data.length()).plus(data));
    }

    /** What the SAM says next; empty if it keeps silent. */
    Optional<Event> next(int millis) throws InterruptedException {
        if (!hasMore() && gone.getCount() == 0) {
            return Optional.of(new Event.Gone());
        }
        return Optional.ofNullable(events.poll(millis, TimeUnit.MILLISECONDS));
    }

    /** Whether something that the SAM said is still to be heard. */
    boolean hasMore() {
        return !events.isEmpty();
    }

    /** Blocks until a connection is lost. */
    void awaitGone() throws InterruptedException {
        gone.await();
    }

    @Override
    public void close() {
        closeQuietly(host);
        closeQuietly(rf);
    }

    private interface Reading {
        Event next(DataInputStream in) throws IOException, MalformedException;
    }

    private void read(String threadName, Socket socket, Reading reading) {
        Thread thread = new Thread(
                () -> {
                    try {
                        hear(new DataInputStream(socket.getInputStream()), reading);
                    } catch (IOException e) {
                        // lost, or closed by us
                    } finally {
                        gone.countDown();
                        events.offer(new Event.Gone()); // wakes who waits
                        close();
                    }
                },
                threadName);
        thread.setDaemon(true);
        thread.start();
    }

    private void hear(DataInputStream in, Reading reading) throws IOException {
        try {
            while (events.offer(reading.next(in))) {
                // on to the next
            }
        } catch (MalformedException e) {
            events.offer(new Event.Garbage());
            in.transferTo(OutputStream.nullOutputStream()); // nobody knows where the next frame begins
        }
    }

    private Event readHost(DataInputStream in) throws IOException, MalformedException {
        Bytes prefix = read(in, HostFrame.PREFIX_LENGTH);
        Bytes frame = prefix.plus(read(in, HostFrame.restLength(prefix)));
        return new Event.Response(HostFrame.decodeResponse(frame));
    }

    private Event readRf(DataInputStream in) throws IOException, MalformedException {
        int length = in.readUnsignedShort();
        if (length == 0 || length > MAX_RF_LENGTH) {
            throw new MalformedException("RF frame of " + length + " bytes");
        }
        return new Event.Command(read(in, length));
    }

    private static Socket connect(InetSocketAddress address, int millis) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(address.getHostString(), address.getPort()), millis); // resolved anew
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static Bytes read(DataInputStream in, int length) throws IOException {
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return Bytes.of(bytes);
    }

    private static void write(Socket socket, Bytes bytes) throws VerifierException {
        try {
            socket.getOutputStream().write(bytes.toArray());
        } catch (IOException e) {
            throw new VerifierException(FailureCode.VERIFIER_GONE, "the line to the SAM is down", e);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is gone either way
        }
    }
}
