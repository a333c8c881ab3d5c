package org.idrelay.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.idrelay.api.FailureCode;
import org.idrelay.wire.Failure;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Header;
import org.idrelay.wire.MessageType;
import org.idrelay.wire.VerifierAdded;
import org.idrelay.wire.WireException;
import org.jspecify.annotations.Nullable;

/**
 * A verifier host that a server dials, without TLS, with verifiers that read made-up cards. Serves the server that came last.
 * Lives on its loop, together with any number of others; callable on any thread.
 */
public final class PlayedHost implements AutoCloseable {

    private final SelectorLoop loop;
    private final String identity;
    private final int deviceMillis;
    private final Acceptor acceptor;

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
        acceptor = new Acceptor(loop, came -> FrameChannel.over(loop, came, new Speaking()));
    }

    public InetSocketAddress address() {
        return acceptor.address();
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
        acceptor.close();
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
            channel.welcome(identity);
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
