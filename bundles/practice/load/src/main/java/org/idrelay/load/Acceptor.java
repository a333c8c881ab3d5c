package org.idrelay.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** Listens on a free loopback port. Lives on its loop; callable on any thread. */
final class Acceptor implements SelectorLoop.Served, AutoCloseable {

    private static final int BACKLOG = 1024;

    /** Who gets the connections. */
    interface Taker {

        /** Somebody connected; if this fails, the connection is closed. On the loop. */
        void take(SocketChannel came) throws IOException;
    }

    private final Taker taker;
    private final ServerSocketChannel listening;
    private final InetSocketAddress address;

    Acceptor(SelectorLoop loop, Taker taker) throws IOException {
        this.taker = taker;
        listening =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        address = (InetSocketAddress) listening.getLocalAddress();
        listening.configureBlocking(false);
        loop.later(() -> begin(loop));
    }

    InetSocketAddress address() {
        return address;
    }

    private void begin(SelectorLoop loop) {
        try {
            if (listening.isOpen()) {
                loop.serve(listening, SelectionKey.OP_ACCEPT, this);
            }
        } catch (IOException e) {
            failed(e);
        }
    }

    @Override
    public void ready(SelectionKey key) throws IOException {
        for (SocketChannel came = listening.accept(); came != null; came = listening.accept()) {
            try {
                taker.take(came);
            } catch (IOException e) {
                came.close();
            }
        }
    }

    @Override
    public void failed(IOException e) {
        // closed while somebody came
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
