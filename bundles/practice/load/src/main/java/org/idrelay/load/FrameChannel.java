package org.idrelay.load;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.idrelay.wire.Frame;
import org.idrelay.wire.FrameCodec;
import org.idrelay.wire.MessageType;
import org.idrelay.wire.Ping;
import org.idrelay.wire.Pong;
import org.idrelay.wire.Role;
import org.idrelay.wire.Welcome;
import org.idrelay.wire.WireException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Frames over one channel, without TLS; answers each Ping, and sends them in time. Lives on the loop. */
final class FrameChannel implements SelectorLoop.Served {

    private static final Logger log = LoggerFactory.getLogger(FrameChannel.class);

    private static final int FIRST_CAPACITY = 2048;
    private static final int HOST_HEARTBEAT_MILLIS = 5000;
    private static final int HOST_SESSIONS = 1024;

    /** Who speaks here. */
    interface Speaker {

        /** Frames can be sent. */
        void opened(FrameChannel channel);

        void received(FrameChannel channel, Frame frame) throws WireException;

        /** It is closed, by whomever. */
        void closed(FrameChannel channel);
    }

    private final SelectorLoop loop;
    private final SocketChannel channel;
    private final Speaker speaker;
    private final Deque<ByteBuffer> out = new ArrayDeque<>();
    private ByteBuffer in = ByteBuffer.allocate(FIRST_CAPACITY);
    private @Nullable SelectionKey key;
    private boolean closed;
    private boolean silent;

    private FrameChannel(SelectorLoop loop, SocketChannel channel, Speaker speaker) {
        this.loop = loop;
        this.channel = channel;
        this.speaker = speaker;
    }

    /** Connects, and tells the speaker. */
    static void dial(SelectorLoop loop, SocketAddress address, Speaker speaker) throws IOException {
        FrameChannel dialled = new FrameChannel(loop, SocketChannel.open(), speaker);
        dialled.channel.configureBlocking(false);
        if (dialled.channel.connect(address)) {
            dialled.begin();
        } else {
            dialled.key = loop.serve(dialled.channel, SelectionKey.OP_CONNECT, dialled);
        }
    }

    /** Takes a channel that was accepted. */
    static void over(SelectorLoop loop, SocketChannel accepted, Speaker speaker) throws IOException {
        new FrameChannel(loop, accepted, speaker).begin();
    }

    private void begin() throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        key = loop.serve(channel, SelectionKey.OP_READ, this);
        speaker.opened(this);
    }

    void send(Frame frame) {
        if (closed) {
            return;
        }
        silent = false;
        out.add(FrameCodec.encode(frame));
        flush();
    }

    /** From now on a Ping leaves whenever nothing was sent for that long. */
    void beat(int millis) {
        silent = true;
        loop.after(TimeUnit.MILLISECONDS.toNanos(millis), () -> {
            if (!closed) {
                if (silent) {
                    send(Frame.ofLink(new Ping(0)));
                }
                beat(millis);
            }
        });
    }

    /** Answers a server's HELLO as the verifier host of that name. */
    void welcome(String identity) {
        send(Frame.ofLink(new Welcome(
                1,
                Role.VERIFIER_HOST,
                identity,
                "load",
                HOST_HEARTBEAT_MILLIS,
                FrameCodec.MAX_FRAME_LENGTH,
                HOST_SESSIONS)));
        beat(HOST_HEARTBEAT_MILLIS);
    }

    void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            channel.close();
        } catch (IOException e) {
            // broken before
        }
        speaker.closed(this);
    }

    @Override
    public void ready(SelectionKey ready) throws IOException {
        if (ready.isConnectable()) {
            channel.finishConnect();
            begin();
        } else {
            if (ready.isWritable()) {
                flush();
            }
            if (ready.isValid() && ready.isReadable()) {
                read();
            }
        }
    }

    @Override
    public void failed(IOException e) {
        log.debug("a connection failed: {}", e.toString());
        close();
    }

    private void flush() {
        try {
            while (!out.isEmpty()) {
                channel.write(out.getFirst());
                if (out.getFirst().hasRemaining()) {
                    break;
                }
                out.removeFirst();
            }
        } catch (IOException e) {
            failed(e);
            return;
        }
        if (key != null) {
            key.interestOps(SelectionKey.OP_READ | (out.isEmpty() ? 0 : SelectionKey.OP_WRITE));
        }
    }

    private void read() throws IOException {
        int length = channel.read(in);
        if (length < 0) {
            log.debug("the peer closed a connection");
            close();
            return;
        }
        in.flip();
        try {
            while (!closed && isWhole()) {
                take();
            }
            in.compact();
        } catch (WireException e) {
            log.debug("the peer broke the protocol: {} {}", e.code(), e.getMessage());
            close();
        }
    }

    /** Whether a frame is there; makes room for it if not. */
    private boolean isWhole() throws WireException {
        if (in.remaining() < FrameCodec.LENGTH_SIZE) {
            return false;
        }
        int length = FrameCodec.LENGTH_SIZE
                + FrameCodec.checkedLength(
                        Integer.toUnsignedLong(in.getInt(in.position())), FrameCodec.MAX_FRAME_LENGTH);
        if (length > in.capacity()) {
            ByteBuffer larger = ByteBuffer.allocate(length);
            in = larger.put(in).flip();
        }
        return in.remaining() >= length;
    }

    private void take() throws WireException {
        int length = FrameCodec.LENGTH_SIZE + in.getInt(in.position());
        Frame frame = FrameCodec.decode(in.slice(in.position(), length));
        in.position(in.position() + length);
        MessageType type = frame.header().type();
        if (type == MessageType.PING) {
            send(Frame.ofLink(new Pong(((Ping) frame.message()).token())));
        } else if (type != MessageType.PONG) {
            speaker.received(this, frame);
        }
    }
}
