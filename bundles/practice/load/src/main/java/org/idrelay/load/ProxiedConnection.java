package org.idrelay.load;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One connection through the proxy: two channels, and what is on its way between them. Lives on the loop. */
final class ProxiedConnection {

    /** Above that many bytes under way nothing more is read, so that who sends feels it. */
    private static final int MOST_UNDER_WAY = 1 << 18;

    private final SelectorLoop loop;
    private final Consumer<ProxiedConnection> onClose;
    private final Side caller;
    private final Side called;
    private Faults faults;
    private boolean stalled;
    private boolean alone;

    ProxiedConnection(
            SelectorLoop loop, SocketChannel accepted, long seed, Faults faults, Consumer<ProxiedConnection> onClose)
            throws IOException {
        this.loop = loop;
        this.faults = faults;
        this.onClose = onClose;
        caller = new Side(accepted, new Shaping(seed));
        called = new Side(SocketChannel.open(), new Shaping(~seed));
    }

    void open(SocketAddress target, boolean nowStalled) throws IOException {
        stalled = nowStalled;
        caller.key = loop.serve(caller.channel, 0, caller);
        called.channel.configureBlocking(false);
        called.connecting = !called.channel.connect(target);
        called.key = loop.serve(called.channel, 0, called);
        update();
    }

    /** From now on, what comes is treated so; what is under way already keeps its time. */
    void befall(Faults now) {
        faults = now;
    }

    void stall(boolean now) {
        stalled = now;
        caller.pump();
        called.pump();
        update();
    }

    /** One end loses the other and never hears of it: what it sends vanishes. */
    void leaveAlone(boolean theCaller) {
        alone = true;
        caller.forget();
        called.forget();
        abort(theCaller ? called : caller);
        update();
    }

    /** Both ends see the connection break. */
    void cut() {
        caller.forget();
        called.forget();
        abort(caller);
        abort(called);
        onClose.accept(this);
    }

    private static void abort(Side side) {
        try {
            if (side.channel.isOpen()) {
                side.channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
        } catch (IOException e) {
            // broken before: that is what was wanted
        }
        side.close();
    }

    private void update() {
        caller.update();
        called.update();
        if (caller.finished && called.finished) {
            caller.close();
            called.close();
            onClose.accept(this);
        }
    }

    /** One of the two channels, and what is to be written to it. */
    private final class Side implements SelectorLoop.Served {

        private final SocketChannel channel;
        private final Shaping shaping;
        private final Deque<Shaping.Slice> out = new ArrayDeque<>();
        private @Nullable SelectionKey key;
        private boolean connecting;
        private boolean readAll;

        /** Its peer has been told that nothing more comes. */
        private boolean finished;

        private boolean full;
        private boolean timed;
        private int underWay;

        Side(SocketChannel channel, Shaping shaping) throws IOException {
            this.channel = channel;
            this.shaping = shaping;
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }

        @Override
        public void ready(SelectionKey ready) throws IOException {
            if (ready.isConnectable()) {
                connecting = !channel.finishConnect();
            }
            if (ready.isValid() && ready.isReadable()) {
                read();
            }
            full = false;
            pump();
            ProxiedConnection.this.update();
        }

        @Override
        public void failed(IOException e) {
            cut();
        }

        private void forget() {
            out.clear();
            underWay = 0;
            full = false;
        }

        private void close() {
            try {
                channel.close();
            } catch (IOException e) {
                // broken before: that is what was wanted
            }
        }

        private void read() throws IOException {
            ByteBuffer came = ByteBuffer.allocate(1 << 14);
            int length = channel.read(came);
            readAll = length < 0;
            if (alone) {
                if (readAll) {
                    cut();
                }
            } else if (length != 0) {
                (this == caller ? called : caller).take(came.flip());
            }
        }

        private void take(ByteBuffer came) {
            underWay += came.remaining();
            out.addAll(shaping.shape(faults, System.nanoTime(), came));
            pump();
        }

        /** Writes what is due. */
        private void pump() {
            try {
                while (!stalled && !connecting && !full && isDue()) {
                    write(out.getFirst().bytes());
                }
            } catch (IOException e) {
                cut();
            }
        }

        private boolean isDue() {
            if (out.isEmpty()) {
                return false;
            }
            long nanos = out.getFirst().dueNanos() - System.nanoTime();
            if (nanos > 0 && !timed) {
                timed = true;
                loop.after(nanos, () -> {
                    timed = false;
                    pump();
                    ProxiedConnection.this.update();
                });
            }
            return nanos <= 0;
        }

        private void write(ByteBuffer bytes) throws IOException {
            if (bytes.hasRemaining()) {
                underWay -= channel.write(bytes);
            } else {
                channel.shutdownOutput();
                finished = true;
            }
            full = bytes.hasRemaining();
            if (!full) {
                out.removeFirst();
            }
        }

        private void update() {
            if (key == null || !key.isValid()) {
                return;
            }
            Side other = this == caller ? called : caller;
            boolean reads = !stalled && !readAll && !connecting && other.underWay < MOST_UNDER_WAY;
            key.interestOps((connecting ? SelectionKey.OP_CONNECT : 0)
                    | (reads ? SelectionKey.OP_READ : 0)
                    | (full && !stalled ? SelectionKey.OP_WRITE : 0));
        }
    }
}
