package org.idrelay.simulator;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One loopback port of a simulated SAM's bridge. A thread of its own accepts. */
final class SamPort implements AutoCloseable {

    private final ServerSocket port = new ServerSocket();

    /** Listens; 0 takes any free port. */
    SamPort(int number) throws IOException {
        port.setReuseAddress(true);
        try {
            port.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), number));
        } catch (IOException e) {
            port.close();
            throw e;
        }
    }

    int number() {
        return port.getLocalPort();
    }

    /** Hands over every connection from now on. */
    void start(Consumer<Socket> connected) {
        Thread thread = new Thread(() -> accept(connected), "simulated-sam-port-" + number());
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        close(port);
    }

    /** Closes a socket, if there is one. */
    static void close(@Nullable AutoCloseable socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (Exception e) {
            // it is gone either way
        }
    }

    private void accept(Consumer<Socket> connected) {
        while (!port.isClosed()) {
            try {
                Socket socket = port.accept();
                socket.setTcpNoDelay(true);
                connected.accept(socket);
            } catch (IOException e) {
                // this one did not come about, or the port was closed
            }
        }
    }
}
