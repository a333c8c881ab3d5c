package org.idrelay.benchmarks;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.idrelay.api.Bytes;
import org.idrelay.api.verifier.Capability;
import org.idrelay.api.verifier.CardAnswer;
import org.idrelay.api.verifier.VerifierState;
import org.idrelay.wire.CardAnswers;
import org.idrelay.wire.CardCommands;
import org.idrelay.wire.FindConfirm;
import org.idrelay.wire.FindRequest;
import org.idrelay.wire.FindResponse;
import org.idrelay.wire.Frame;
import org.idrelay.wire.FrameCodec;
import org.idrelay.wire.Header;
import org.idrelay.wire.Hello;
import org.idrelay.wire.Identity;
import org.idrelay.wire.Message;
import org.idrelay.wire.MessageType;
import org.idrelay.wire.Ping;
import org.idrelay.wire.Pong;
import org.idrelay.wire.ReadRequest;
import org.idrelay.wire.Role;
import org.idrelay.wire.SelectConfirm;
import org.idrelay.wire.SelectRequest;
import org.idrelay.wire.SelectResponse;
import org.idrelay.wire.VerifierAdded;
import org.idrelay.wire.Welcome;
import org.idrelay.wire.WireException;

/** Terminal and verifier host in one, at both sides of a server: reads made-up cards through it. For one thread. */
final class RelayedReads implements AutoCloseable {

    private static final int CONNECT_MILLIS = 60_000;
    private static final String SOFTWARE = "benchmark";
    private static final Set<Capability> WANTED = Set.of(Capability.TEXT_PHOTO);
    private static final Bytes SIXTY_FOUR = Bytes.of(new byte[64]);

    private final End host;
    private final End terminal;

    private RelayedReads(End host, End terminal) {
        this.host = host;
        this.terminal = terminal;
    }

    /** Waits for a server to dial, offers it one verifier, and connects as its terminal. */
    static RelayedReads through(ServerProcess server) throws IOException, WireException {
        server.hosts().setSoTimeout(CONNECT_MILLIS);
        End host = new End(server.hosts().accept());
        host.hear(MessageType.HELLO);
        host.send(Frame.ofLink(new Welcome(1, Role.VERIFIER_HOST, "host-1", SOFTWARE, 5000, 65_536, 1024)));
        host.send(Frame.ofLink(new VerifierAdded(1, "sam-1", WANTED, VerifierState.IDLE, 0)));
        End terminal = new End(new Socket(InetAddress.getLoopbackAddress(), server.terminals()));
        terminal.send(Frame.ofLink(new Hello(1, 1, Role.TERMINAL, "t-01", SOFTWARE)));
        terminal.hear(MessageType.WELCOME);
        return new RelayedReads(host, terminal);
    }

    /**
     * One read with so many exchanges of 64 bytes each way.
     *
     * @return the median of an exchange, in microseconds
     */
    double read(int exchanges) throws IOException, WireException {
        UUID session = UUID.randomUUID();
        host.begin(session);
        terminal.begin(session);
        toVerifier(new FindRequest("reader-1", 8000, 1, FindRequest.Order.LITERAL, WANTED, Bytes.EMPTY));
        toTerminal(new FindResponse(Bytes.EMPTY, Bytes.ofHex("050000")));
        toVerifier(new FindConfirm(Bytes.EMPTY, Bytes.ofHex("5000000000d103860c008080")));
        terminal.hear(MessageType.RECEIPT);
        toVerifier(new SelectRequest());
        toTerminal(new SelectResponse(Bytes.ofHex("1d0000000000080108")));
        toVerifier(new SelectConfirm(Bytes.ofHex("08"), Bytes.of(new byte[8])));
        terminal.hear(MessageType.RECEIPT);
        toVerifier(new ReadRequest(WANTED, List.of()));
        CardCommands commands = new CardCommands(List.of(SIXTY_FOUR));
        CardAnswers answers = new CardAnswers(List.of(CardAnswer.of(SIXTY_FOUR)));
        long[] nanos = new long[exchanges];
        for (int i = 0; i < exchanges; i++) {
            long start = System.nanoTime();
            toTerminal(commands);
            toVerifier(answers);
            nanos[i] = System.nanoTime() - start;
        }
        toTerminal(new Identity(List.of(SIXTY_FOUR)));
        Arrays.sort(nanos);
        return nanos[exchanges / 2] / 1000.0;
    }

    @Override
    public void close() throws IOException {
        terminal.socket.close();
        host.socket.close();
    }

    private void toVerifier(Message message) throws IOException, WireException {
        terminal.say(message);
        host.hear(message.type());
    }

    private void toTerminal(Message message) throws IOException, WireException {
        host.say(message);
        terminal.hear(message.type());
    }

    /** One side: its link, and how far it is in the session. */
    private static final class End {

        private final Socket socket;
        private final DataInputStream in;
        private Header heard = Header.ofLink(MessageType.PING);
        private long sequence;

        End(Socket socket) throws IOException {
            this.socket = socket;
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(CONNECT_MILLIS);
            in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        }

        void begin(UUID session) {
            heard = Header.bare(MessageType.PING, session, Header.NONE, Header.NONE);
            sequence = 0;
        }

        void say(Message message) throws IOException {
            send(Frame.of(Header.answerTo(heard, message.type(), sequence++), message));
        }

        void send(Frame frame) throws IOException {
            socket.getOutputStream().write(FrameCodec.encode(frame).array());
        }

        void hear(MessageType type) throws IOException, WireException {
            Frame frame = next();
            while (frame.header().type() != type) {
                if (!(frame.message() instanceof Ping ping)) {
                    throw new IOException(frame.header().type() + " came instead of " + type);
                }
                send(Frame.ofLink(new Pong(ping.token())));
                frame = next();
            }
            heard = frame.header();
        }

        private Frame next() throws IOException, WireException {
            int length = FrameCodec.checkedLength(Integer.toUnsignedLong(in.readInt()), FrameCodec.MAX_FRAME_LENGTH);
            ByteBuffer frame =
                    ByteBuffer.allocate(FrameCodec.LENGTH_SIZE + length).putInt(length);
            in.readFully(frame.array(), FrameCodec.LENGTH_SIZE, length);
            return FrameCodec.decode(frame.rewind());
        }
    }
}
