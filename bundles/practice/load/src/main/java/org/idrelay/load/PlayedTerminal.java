package org.idrelay.load;

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
import org.idrelay.wire.MessageType;
import org.idrelay.wire.WireException;
import org.jspecify.annotations.Nullable;

/**
 * A terminal that keeps a connection to a server, without TLS, and reads made-up cards through it. Lives on its loop, together
 * with any number of others; callable on any thread.
 */
public final class PlayedTerminal implements AutoCloseable {

    private static final int PRIME = 31;

    /** One read on one reader. */
    private record OnReader(PlayedRead read, int reader, long begunNanos) {}

    private final SelectorLoop loop;
    private final Habits habits;
    private final ReadCounts counts;

    /** These belong to the loop. */
    private final Calling calling;

    private final Random random;
    private final Map<UUID, OnReader> open = new HashMap<>();
    private final int[] cardsLeft;
    private @Nullable FrameChannel welcomed;
    private FailureCode reason = FailureCode.LINK_CLOSED;

    /**
     * A terminal that does nothing yet.
     *
     * @param counts counts its reads, perhaps with those of others
     * @param seed its cards, sessions and pauses are random by this and its name
     */
    public PlayedTerminal(
            SelectorLoop loop, SocketAddress server, String identity, Habits habits, ReadCounts counts, long seed) {
        this.loop = loop;
        this.habits = habits;
        this.counts = counts;
        random = new Random(seed * PRIME + identity.hashCode());
        calling = new Calling(loop, server, identity, random, new Reading());
        cardsLeft = new int[habits.readers()];
        Arrays.fill(cardsLeft, habits.cards());
    }

    /** Connects, again and again if need be, and reads its cards. */
    public void start() {
        loop.later(calling::dial);
    }

    /** Goes away for good; its open reads fail. */
    @Override
    public void close() {
        loop.now(calling::end);
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

    private static long nanos(int millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** What comes from the server. Lives on the loop. */
    private final class Reading implements Calling.Caller {

        @Override
        public void welcomed(FrameChannel channel) {
            welcomed = channel;
            for (int reader = 0; reader < habits.readers(); reader++) {
                next(reader);
            }
        }

        @Override
        public void received(FrameChannel channel, Frame frame) throws WireException {
            Header header = frame.header();
            OnReader read = open.get(header.session());
            if (read != null) {
                ofRead(channel, read, frame);
            } else if (header.type() == MessageType.FAILURE && header.session().equals(Header.NO_SESSION)) {
                reason = Failure.ofClear(frame).codeOr(FailureCode.LINK_CLOSED);
            }
        }

        @Override
        public void lost() {
            welcomed = null;
            List<OnReader> reads = List.copyOf(open.values());
            open.clear();
            reads.forEach(read -> counts.failed(reason));
            reason = FailureCode.LINK_CLOSED;
            if (!calling.isEnded()) {
                counts.linkLost();
            }
        }

        private void ofRead(FrameChannel channel, OnReader on, Frame frame) throws WireException {
            MessageType type = frame.header().type();
            if (type == MessageType.FIND_RESPONSE) {
                counts.waited(System.nanoTime() - on.begunNanos);
            } else if (type == MessageType.QUEUED) {
                counts.queued();
            }
            on.read.received(frame).ifPresent(answer -> send(channel, answer));
            switch (on.read.state()) {
                case FINDING, CONFIRMING, SELECTING, PROVING, READING -> {}
                case READ -> {
                    counts.complete(on.read.isRight());
                    ended(on);
                }
                case FAILED -> {
                    counts.failed(on.read.code());
                    ended(on);
                }
            }
        }

        private void ended(OnReader on) {
            open.remove(on.read.session());
            next(on.reader);
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
