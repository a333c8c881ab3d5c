package org.idrelay.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.idrelay.api.FailureCode;
import org.idrelay.wire.Failure;
import org.idrelay.wire.Frame;
import org.idrelay.wire.FrameCodec;
import org.idrelay.wire.Header;
import org.idrelay.wire.MessageType;
import org.idrelay.wire.Role;
import org.idrelay.wire.VerifierAdded;
import org.idrelay.wire.Welcome;
import org.idrelay.wire.WireException;
import org.jspecify.annotations.Nullable;

/**
 * A verifier host that a server dials, without TLS, with verifiers that read made-up cards. Serves the server that came last.
 * Lives on its loop, together with any number of others; callable on any thread.
 */
public final class PlayedHost implements AutoCloseable {

    private static final int HEARTBEAT_MILLIS = 5000;
    private static final int MAX_SESSIONS = 1024;

    private final SelectorLoop loop;
    private final String identity;
    private final int deviceMillis;
    private final ServerSocketChannel accepting;
    private final int port;

    /** These belong to the loop. */
    private final Map<Long, PlayedVerifier> verifiers = new LinkedHashMap<>();

    private @Nullable FrameChannel serving;

    /**
     * Listens on a free loopback port; its verifiers are {@code IDENTITY-1} and so on.
     *
     * @param verifierCount how many it offers
     * @param deviceMillis how long a verifier takes for each answer
     */
    public PlayedHost(SelectorLoop loop, String identity, int verifierCount, int deviceMillis) throws IOException {
        this.loop = loop;
        this.identity = identity;
        this.deviceMillis = deviceMillis;
        for (long number = 1; number <= verifierCount; number++) {
            verifiers.put(number, new PlayedVerifier(number, identity + "-" + number));
        }
        accepting = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        port = accepting.socket().getLocalPort();
        accepting.configureBlocking(false);
        loop.later(new Accepting()::begin);
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** How many sessions its verifiers have opened. */
    public long leases() {
        return sum(PlayedVerifier::leases);
    }

    /** How many sessions were to be opened while another was open on that verifier, or under a term that was used before. */
    public long leasedTwice() {
        return sum(PlayedVerifier::leasedTwice);
    }

    /** Goes away for good. */
    @Override
    public void close() throws IOException {
        accepting.close();
        loop.now(() -> {
            if (serving != null) {
                serving.close();
            }
        });
    }

    private long sum(ToLongFunction<PlayedVerifier> count) {
        long[] sum = new long[1];
        loop.now(() -> sum[0] = verifiers.values().stream().mapToLong(count).sum());
        return sum[0];
    }

    /** Takes the server's connections. Lives on the loop. */
    private final class Accepting implements SelectorLoop.Served {

        void begin() {
            try {
                if (accepting.isOpen()) {
                    loop.serve(accepting, SelectionKey.OP_ACCEPT, this);
                }
            } catch (IOException e) {
                failed(e);
            }
        }

        @Override
        public void ready(SelectionKey key) throws IOException {
            for (SocketChannel came = accepting.accept(); came != null; came = accepting.accept()) {
                FrameChannel.over(loop, came, new Speaking());
            }
        }

        @Override
        public void failed(IOException e) {
            // closed while somebody came
        }
    }

    /** What comes from the server. Lives on the loop. */
    private final class Speaking implements FrameChannel.Speaker {

        @Override
        public void opened(FrameChannel channel) {
            // it is the server's turn
        }

        @Override
        public void received(FrameChannel channel, Frame frame) throws WireException {
            Header header = frame.header();
            PlayedVerifier verifier = verifiers.get(header.verifier());
            if (header.type() == MessageType.HELLO) {
                welcome(channel);
            } else if (verifier != null && channel == serving) {
                verifier.arrived(frame).ifPresentOrElse(channel::send, () -> answerLater(channel, verifier, header));
            } else if (!header.session().equals(Header.NO_SESSION)) {
                Failure failure = Failure.of(FailureCode.VERIFIER_GONE, "");
                channel.send(Frame.of(Header.answerTo(header, failure.type(), 0), failure));
            }
        }

        @Override
        public void closed(FrameChannel channel) {
            if (channel == serving) {
                serving = null;
                verifiers.values().forEach(PlayedVerifier::linkLost);
            }
        }

        private void welcome(FrameChannel channel) {
            if (serving != null) {
                serving.close();
            }
            serving = channel;
            channel.send(Frame.ofLink(new Welcome(
                    1,
                    Role.VERIFIER_HOST,
                    identity,
                    "load",
                    HEARTBEAT_MILLIS,
                    FrameCodec.MAX_FRAME_LENGTH,
                    MAX_SESSIONS)));
            channel.beat(HEARTBEAT_MILLIS);
            for (PlayedVerifier verifier : verifiers.values()) {
                VerifierAdded offer = verifier.offer();
                channel.send(Frame.ofLink(offer));
            }
        }

        private void answerLater(FrameChannel channel, PlayedVerifier verifier, Header asked) {
            if (deviceMillis == 0) {
                answer(channel, verifier, asked);
            } else {
                loop.after(TimeUnit.MILLISECONDS.toNanos(deviceMillis), () -> answer(channel, verifier, asked));
            }
        }

        private void answer(FrameChannel channel, PlayedVerifier verifier, Header asked) {
            try {
                if (channel == serving) {
                    verifier.answer(asked).ifPresent(channel::send);
                }
            } catch (WireException e) {
                throw new IllegalStateException("a played verifier spoke out of order", e);
            }
        }
    }
}
