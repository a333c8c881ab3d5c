package org.idrelay.transport;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import org.idrelay.api.FailureCode;
import org.idrelay.wire.Failure;
import org.idrelay.wire.Frame;
import org.idrelay.wire.FrameCodec;
import org.idrelay.wire.Hello;
import org.idrelay.wire.Message;
import org.idrelay.wire.Role;
import org.idrelay.wire.Welcome;
import org.idrelay.wire.WireException;

/** A peer on a plain socket: sends what a test wants, well formed or not. */
final class RawPeer implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 10_000;

    private final Socket socket;

    private RawPeer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
    }

    static RawPeer connect(int port) {
        try {
            return new RawPeer(new Socket(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static RawPeer accept(ServerSocket server) {
        try {
            server.setSoTimeout(PATIENCE_MILLIS);
            return new RawPeer(server.accept());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A terminal that has been welcomed. */
    static RawPeer greeted(int port, String identity) {
        RawPeer peer = connect(port).send(hello(1, 1, Role.TERMINAL, identity));
        if (!(peer.message() instanceof Welcome)) {
            throw new AssertionError("not welcomed");
        }
        return peer;
    }

    static Frame hello(int minVersion, int maxVersion, Role role, String identity) {
        return Frame.ofLink(new Hello(minVersion, maxVersion, role, identity, "test"));
    }

    static Frame welcome(int version, Role role, int heartbeatMillis, int maxFrameLength) {
        return Frame.ofLink(new Welcome(version, role, "server-1", "test", heartbeatMillis, maxFrameLength, 16));
    }

    static byte[] bytes(Frame frame) {
        ByteBuffer encoded = FrameCodec.encode(frame);
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        return bytes;
    }

    RawPeer send(Frame frame) {
        return send(bytes(frame));
    }

    RawPeer send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next frame. */
    Frame frame() {
        try {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            int length = in.readInt();
            ByteBuffer whole =
                    ByteBuffer.allocate(FrameCodec.LENGTH_SIZE + length).putInt(length);
            in.readFully(whole.array(), FrameCodec.LENGTH_SIZE, length);
            return FrameCodec.decode(whole.rewind());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (WireException e) {
            throw new AssertionError(e);
        }
    }

    /** The message of the next frame. */
    Message message() {
        try {
            return frame().message();
        } catch (WireException e) {
            throw new AssertionError(e);
        }
    }

    /** The code of the failure that comes next. */
    FailureCode failure() {
        return ((Failure) message()).codeOr(FailureCode.LINK_CLOSED);
    }

    /** Reads until the other side closes, whatever comes. */
    void awaitEnd() {
        try {
            socket.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether nothing more comes, since the other side has closed. */
    boolean hasEnded() {
        try {
            return socket.getInputStream().read() == -1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
