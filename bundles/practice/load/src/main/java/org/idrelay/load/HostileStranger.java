package org.idrelay.load;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.idrelay.wire.FrameCodec;
import org.jspecify.annotations.Nullable;

/**
 * Somebody without any certificate who keeps connections open: they say nothing, or drip a frame that never ends. One that is
 * closed is opened again. Lives on its loop; callable on any thread.
 */
public final class HostileStranger implements AutoCloseable {

    private static final int AGAIN_MILLIS = 100;

    private final SelectorLoop loop;
    private final SocketAddress target;
    private final int dripMillis;

    /** These belong to the loop. */
    private final Random random;

    private final List<Connection> connections = new ArrayList<>();
    private boolean closed;

    private HostileStranger(SelectorLoop loop, SocketAddress target, int count, int dripMillis, long seed) {
        this.loop = loop;
        this.target = target;
        this.dripMillis = dripMillis;
        random = new Random(seed);
        for (int i = 0; i < count; i++) {
            connections.add(new Connection());
        }
    }

    /** So many connections that say nothing. */
    public static HostileStranger silent(SelectorLoop loop, SocketAddress target, int count, long seed) {
        return new HostileStranger(loop, target, count, 0, seed);
    }

    /** So many connections that say a byte whenever a random time is over, {@code dripMillis} at most. */
    public static HostileStranger dripping(
            SelectorLoop loop, SocketAddress target, int count, int dripMillis, long seed) {
        if (dripMillis < 1) {
            throw new IllegalArgumentException("no time between two bytes");
        }
        return new HostileStranger(loop, target, count, dripMillis, seed);
    }

    public void start() {
        loop.later(() -> connections.forEach(Connection::open));
    }

    /** How many of its connections are there now. */
    public int connected() {
        int[] count = new int[1];
        loop.now(() -> count[0] =
                (int) connections.stream().filter(Connection::isThere).count());
        return count[0];
    }

    @Override
    public void close() {
        loop.now(() -> {
            closed = true;
            connections.forEach(Connection::close);
        });
    }

    /** One connection after the other. Lives on the loop. */
    private final class Connection implements SelectorLoop.Served {

        private @Nullable SocketChannel channel;
        private int said;

        void open() {
            if (closed) {
                return;
            }
            try {
                said = 0;
                SocketChannel opened = SocketChannel.open();
                channel = opened;
                opened.configureBlocking(false);
                opened.connect(target);
                SelectionKey key = loop.serve(opened, SelectionKey.OP_CONNECT, this);
                if (opened.isConnected()) {
                    begin(key, opened);
                }
            } catch (IOException e) {
                failed(e);
            }
        }

        @Override
        public void ready(SelectionKey key) throws IOException {
            SocketChannel used = (SocketChannel) key.channel();
            if (key.isConnectable()) {
                used.finishConnect();
                begin(key, used);
            } else if (used.read(ByteBuffer.allocate(FrameCodec.HEADER_LENGTH)) < 0) {
                throw new IOException("closed");
            }
        }

        @Override
        public void failed(IOException e) {
            close();
            if (!closed) {
                loop.after(TimeUnit.MILLISECONDS.toNanos(AGAIN_MILLIS), this::open);
            }
        }

        private void begin(SelectionKey key, SocketChannel opened) {
            key.interestOps(SelectionKey.OP_READ);
            if (dripMillis > 0) {
                dripLater(opened);
            }
        }

        private void dripLater(SocketChannel to) {
            loop.after(TimeUnit.MILLISECONDS.toNanos(1 + random.nextInt(dripMillis)), () -> drip(to));
        }

        private void drip(SocketChannel to) {
            if (!to.isOpen()) {
                return;
            }
            try {
                said += to.write(ByteBuffer.wrap(new byte[] {endless(said)}));
                dripLater(to);
            } catch (IOException e) {
                failed(e);
            }
        }

        private boolean isThere() {
            return channel != null && channel.isConnected();
        }

        private void close() {
            try {
                if (channel != null) {
                    channel.close();
                }
            } catch (IOException e) {
                // broken before
            }
        }
    }

    /** The bytes of a frame as long as a frame may be, of the type HELLO. */
    private static byte endless(int at) {
        int length = FrameCodec.MAX_FRAME_LENGTH - FrameCodec.LENGTH_SIZE;
        return switch (at) {
            case 2 -> (byte) (length >>> 8);
            case 3 -> (byte) length;
            case 4 -> 1;
            default -> 0;
        };
    }
}
