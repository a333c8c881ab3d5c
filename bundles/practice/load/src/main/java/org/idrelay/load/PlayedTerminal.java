package org.idrelay.load;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.idrelay.api.FailureCode;
import org.idrelay.wire.Failure;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Header;
import org.idrelay.wire.Hello;
import org.idrelay.wire.MessageType;
import org.idrelay.wire.Role;
import org.idrelay.wire.Welcome;
import org.idrelay.wire.WireException;
import org.jspecify.annotations.Nullable;

/**
 * A terminal that keeps a connection to a server, without TLS, and reads made-up cards through it. Lives on its loop, together
 * with any number of others; callable on any thread.
 */
public final class PlayedTerminal implements AutoCloseable {

    private static final int REDIAL_MILLIS = 100;
    private static final int PRIME = 31;

    /** One read on one reader. */
    private record OnReader(PlayedRead read, int reader, long begunNanos) {}

    private final SelectorLoop loop;
    private final SocketAddress server;
    private final String identity;
    private final Habits habits;
    private final ReadCounts counts;

    /** These belong to the loop. */
    private final Random random;

    private final Map<UUID, OnReader> open = new HashMap<>();
    private final int[] cardsLeft;
    private @Nullable FrameChannel welcomed;
    private @Nullable FrameChannel connected;
    private FailureCode lost = FailureCode.LINK_CLOSED;
    private boolean closed;

    /**
     * A terminal that does nothing yet.
     *
     * @param counts counts its reads, perhaps with those of others
     * @param seed its cards, sessions and pauses are random by this and its name
     */
    public PlayedTerminal(
            SelectorLoop loop, SocketAddress server, String identity, Habits habits, ReadCounts counts, long seed) {
        this.loop = loop;
        this.server = server;
        this.identity = identity;
        this.habits = habits;
        this.counts = counts;
        random = new Random(seed * PRIME + identity.hashCode());
        cardsLeft = new int[habits.readers()];
        Arrays.fill(cardsLeft, habits.cards());
    }

    /** Connects, again and again if need be, and reads its cards. */
    public void start() {
        loop.later(this::dial);
    }

    /** Goes away for good; its open reads fail. */
    @Override
    public void close() {
        loop.now(() -> {
            closed = true;
            if (connected != null) {
                connected.close();
            }
        });
    }

    private void dial() {
        if (closed) {
            return;
        }
        try {
            FrameChannel.dial(loop, server, new Speaking());
        } catch (IOException e) {
            lostLink();
        }
    }

    private void lostLink() {
        welcomed = null;
        connected = null;
        List<OnReader> reads = List.copyOf(open.values());
        open.clear();
        reads.forEach(read -> failed(read, lost));
        lost = FailureCode.LINK_CLOSED;
        if (!closed) {
            counts.linkLost();
            loop.after(nanos(REDIAL_MILLIS + random.nextInt(REDIAL_MILLIS)), this::dial);
        }
    }

    private void next(int reader) {
        loop.after(nanos(random.nextInt(habits.pauseMillis() + 1)), () -> layOn(reader));
    }

    private void layOn(int reader) {
        if (welcomed == null || cardsLeft[reader] == 0) {
            return;
        }
        cardsLeft[reader]--;
        UUID session = new UUID(random.nextLong(), random.nextLong());
        PlayedRead read = new PlayedRead(session, new MadeUpCard(random.nextInt()));
        open.put(session, new OnReader(read, reader, System.nanoTime()));
        welcomed.send(read.first("reader-" + (reader + 1), habits.stayMillis(), habits.priorityClass()));
    }

    private void failed(OnReader read, FailureCode code) {
        counts.failed(code);
        next(read.reader);
    }

    private static long nanos(int millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** What comes from the server. Lives on the loop. */
    private final class Speaking implements FrameChannel.Speaker {

        @Override
        public void opened(FrameChannel channel) {
            connected = channel;
            channel.send(Frame.ofLink(new Hello(1, 1, Role.TERMINAL, identity, "load")));
        }

        @Override
        public void received(FrameChannel channel, Frame frame) throws WireException {
            Header header = frame.header();
            if (!header.session().equals(Header.NO_SESSION)) {
                OnReader read = open.get(header.session());
                if (read != null) {
                    ofRead(channel, read, frame);
                }
            } else if (header.type() == MessageType.WELCOME) {
                welcomed = channel;
                channel.beat(((Welcome) frame.message()).heartbeatMillis());
                for (int reader = 0; reader < habits.readers(); reader++) {
                    next(reader);
                }
            } else if (header.type() == MessageType.FAILURE) {
                lost = Failure.ofClear(frame).codeOr(FailureCode.LINK_CLOSED);
            }
        }

        @Override
        public void closed(FrameChannel channel) {
            lostLink();
        }

        private void ofRead(FrameChannel channel, OnReader read, Frame frame) throws WireException {
            MessageType type = frame.header().type();
            if (type == MessageType.FIND_RESPONSE) {
                counts.waited(System.nanoTime() - read.begunNanos);
            } else if (type == MessageType.QUEUED) {
                counts.queued();
            }
            read.read.received(frame).ifPresent(answer -> send(channel, answer));
            if (read.read.state() == PlayedRead.State.READ) {
                open.remove(read.read.session());
                counts.complete(read.read.isRight());
                next(read.reader);
            } else if (read.read.state() == PlayedRead.State.FAILED) {
                open.remove(read.read.session());
                failed(read, read.read.code());
            }
        }

        private void send(FrameChannel channel, Frame answer) {
            if (answer.header().type() == MessageType.CARD_ANSWERS && habits.cardMillis() > 0) {
                loop.after(nanos(habits.cardMillis()), () -> channel.send(answer));
            } else {
                channel.send(answer);
            }
        }
    }
}
