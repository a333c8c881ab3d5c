package org.idrelay.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.idrelay.api.Bytes;
import org.idrelay.api.verifier.Capability;
import org.idrelay.api.verifier.VerifierState;
import org.idrelay.card.CardCommand;
import org.idrelay.wire.FindResponse;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Header;
import org.idrelay.wire.MessageType;
import org.idrelay.wire.VerifierAdded;
import org.jspecify.annotations.Nullable;

/**
 * A verifier host that is let in and lies about terms: its first verifier states the highest term there is, the others random
 * ones, and each FIND_REQUEST is answered under another term than its own. Lives on its loop; callable on any thread.
 */
public final class HostileHost implements AutoCloseable {

    private final SelectorLoop loop;
    private final String identity;
    private final int verifiers;
    private final Acceptor acceptor;

    /** These belong to the loop. */
    private final Random random;

    private @Nullable FrameChannel newest;

    private final AtomicLong welcomes = new AtomicLong();

    /** Listens on a free loopback port; its verifiers are {@code IDENTITY-1} and so on. */
    public HostileHost(SelectorLoop loop, String identity, int verifiers, long seed) throws IOException {
        this.loop = loop;
        this.identity = identity;
        this.verifiers = verifiers;
        random = new Random(seed);
        acceptor = new Acceptor(loop, this::take);
    }

    public InetSocketAddress address() {
        return acceptor.address();
    }

    /** How often a server has come. */
    public long welcomes() {
        return welcomes.get();
    }

    /** Goes away for good. */
    @Override
    public void close() throws IOException {
        acceptor.close();
        loop.now(() -> {
            if (newest != null) {
                newest.close();
            }
        });
    }

    private void take(SocketChannel came) throws IOException {
        FrameChannel.over(loop, came, new Lying());
    }

    private VerifierAdded offer(int number) {
        long term = number == 1 ? Long.MAX_VALUE : random.nextLong() >>> 1;
        return new VerifierAdded(
                number, identity + "-" + number, Set.of(Capability.TEXT_PHOTO), VerifierState.IDLE, term);
    }

    /** What comes from the server. Lives on the loop. */
    private final class Lying implements FrameChannel.Speaker {

        @Override
        public void opened(FrameChannel channel) {
            // it is the server's turn
        }

        @Override
        public void received(FrameChannel channel, Frame frame) {
            Header header = frame.header();
            if (header.type() == MessageType.HELLO) {
                welcomes.incrementAndGet();
                newest = channel;
                channel.welcome(identity);
                for (int number = 1; number <= verifiers; number++) {
                    channel.send(Frame.ofLink(offer(number)));
                }
            } else if (header.type() == MessageType.FIND_REQUEST) {
                FindResponse answer = new FindResponse(Bytes.EMPTY, CardCommand.REQB);
                channel.send(Frame.of(Header.answerTo(header, answer.type(), 0), answer)
                        .withLease(header.verifier(), random.nextLong() >>> 1));
            }
        }

        @Override
        public void closed(FrameChannel channel) {
            // the server comes again
        }
    }
}
