package org.idrelay.itests;

import static org.junit.Assert.assertEquals;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.idrelay.api.FailureCode;
import org.idrelay.wire.Failure;
import org.idrelay.wire.Frame;
import org.idrelay.wire.FrameCodec;
import org.idrelay.wire.Header;
import org.idrelay.wire.Hello;
import org.idrelay.wire.Message;
import org.idrelay.wire.MessageType;
import org.idrelay.wire.Role;
import org.idrelay.wire.WireException;

/** A peer of the relay protocol that sends whatever a test tells it to, over a plain socket. */
final class RawPeer implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 15_000;

    private final Socket socket;
    private final DataInputStream in;

    RawPeer(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
    }

    /** A peer that has greeted and been welcomed. */
    static RawPeer greeted(int port, Role role, String identity) throws IOException, WireException {
        RawPeer peer = new RawPeer(port);
        peer.send(Frame.ofLink(new Hello(1, 1, role, identity, "raw")));
        assertEquals(MessageType.WELCOME, peer.read().header().type());
        return peer;
    }

    void send(Frame frame) throws IOException {
        send(FrameCodec.encode(frame).array());
    }

    void send(byte... bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Sends a message of a session. */
    void send(UUID session, long verifier, long term, long sequence, Message message) throws IOException {
        send(Frame.of(new Header(message.type(), false, session, verifier, term, sequence, Header.NONE), message));
    }

    /** The next frame that is no heartbeat. */
    Frame read() throws IOException, WireException {
        while (true) {
            int length = in.readInt();
            byte[] frame = new byte[FrameCodec.LENGTH_SIZE + length];
            ByteBuffer.wrap(frame).putInt(length);
            in.readFully(frame, FrameCodec.LENGTH_SIZE, length);
            Frame read = FrameCodec.decode(ByteBuffer.wrap(frame));
            if (read.header().type() != MessageType.PING && read.header().type() != MessageType.PONG) {
                return read;
            }
        }
    }

    /** Reads until a failure of the session comes, and checks its code. */
    Failure expectFailure(UUID session, FailureCode code) throws IOException, WireException {
        while (true) {
            Frame frame = read();
            if (frame.message() instanceof Failure failure
                    && frame.header().session().equals(session)) {
                assertEquals(code, failure.codeOr(FailureCode.FRAME_MALFORMED));
                return failure;
            }
        }
    }

    /** Reads until the link's end, and checks that the peer said why. */
    void expectEnd(FailureCode code) throws IOException, WireException {
        expectFailure(Header.NO_SESSION, code);
        expectEof();
    }

    void expectEof() throws IOException, WireException {
        try {
            while (true) {
                read();
            }
        } catch (EOFException | SocketException closed) {
            // what was expected
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
