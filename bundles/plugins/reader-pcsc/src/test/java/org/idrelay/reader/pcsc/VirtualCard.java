package org.idrelay.reader.pcsc;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import jdk.net.ExtendedSocketOptions;
import org.idrelay.api.Bytes;
import org.idrelay.simulator.SimulatedReader;

/**
 * The card side of one of vpcd's readers, on its TCP protocol: what vpcd takes for a card is a whole reader with a simulated
 * field. Plugged, it stays until it is unplugged, also over restarts of the daemon. Its thread dials and answers.
 */
final class VirtualCard implements AutoCloseable {

    private static final Bytes ATR = Bytes.ofHex("3B80800101");

    private final int port;
    private final VirtualFrontEnd frontEnd;
    private final Thread thread = new Thread(this::run, "virtual card");
    private volatile Function<Bytes, Optional<Bytes>> behaviour;
    private volatile boolean plugged = true;
    private volatile boolean closed;
    private volatile Socket socket = new Socket();
    private volatile boolean connected;

    VirtualCard(int port, SimulatedReader air) {
        this.port = port;
        frontEnd = new VirtualFrontEnd(air);
        behaviour = this::answer;
        thread.setDaemon(true);
        thread.start();
    }

    /** What a good reader answers. */
    Optional<Bytes> answer(Bytes apdu) {
        return Optional.of(frontEnd.apply(apdu));
    }

    /** Lets another hand answer the next commands; empty is no answer at all. */
    void behave(Function<Bytes, Optional<Bytes>> other) {
        behaviour = other;
    }

    /** Answers as a good reader from here on. */
    void mend() {
        behaviour = this::answer;
    }

    void unplug() throws IOException {
        plugged = false;
        connected = false;
        socket.close();
    }

    void plug() {
        plugged = true;
    }

    /** Whether vpcd knows of it. */
    boolean connected() {
        return connected;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        unplug();
        thread.interrupt();
    }

    private void run() {
        while (!closed) {
            if (plugged) {
                try (Socket dialled = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    socket = dialled;
                    dialled.setOption(StandardSocketOptions.TCP_NODELAY, true);
                    serve(dialled);
                } catch (IOException e) {
                    // the daemon stopped, or we were unplugged
                } finally {
                    connected = false;
                    frontEnd.reset();
                }
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    private void serve(Socket dialled) throws IOException {
        DataInputStream in = new DataInputStream(dialled.getInputStream());
        while (plugged) {
            // vpcd sends length and data apart: without this the second waits for our delayed acknowledgement
            dialled.setOption(ExtendedSocketOptions.TCP_QUICKACK, true);
            Bytes message = Bytes.of(in.readNBytes(in.readUnsignedShort()));
            if (message.length() != 1) {
                Optional<Bytes> answer = behaviour.apply(message);
                if (answer.isPresent()) {
                    send(dialled, answer.get());
                }
            } else if (message.at(0) == 4) {
                send(dialled, ATR);
                connected = true;
            } else {
                frontEnd.reset(); // power off, power on, reset
            }
        }
    }

    private static void send(Socket to, Bytes bytes) throws IOException {
        Bytes length = Bytes.of((byte) (bytes.length() >>> 8), (byte) bytes.length());
        to.getOutputStream().write(length.plus(bytes).toArray());
    }
}
