package org.idrelay.load;

import java.net.SocketAddress;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.idrelay.api.FailureCode;
import org.idrelay.wire.Failure;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Header;
import org.idrelay.wire.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * A terminal that is let in and harms the others: with sessions that it never goes on with, or with requests that it takes back
 * at once. Lives on its loop; callable on any thread.
 */
public final class HostileTerminal implements AutoCloseable {

    private static final int TICK_MILLIS = 10;
    private static final int TICKS_A_SECOND = 100;
    private static final int STAY_MILLIS = 60_000;

    private final SelectorLoop loop;
    private final int silentSessions;
    private final int requestsATick;

    /** These belong to the loop. */
    private final Calling calling;

    private final Random random;
    private final Set<UUID> open = new HashSet<>();
    private @Nullable FrameChannel welcomed;
    private final AtomicLong sent = new AtomicLong();

    private HostileTerminal(
            SelectorLoop loop,
            SocketAddress server,
            String identity,
            int silentSessions,
            int requestsATick,
            long seed) {
        this.loop = loop;
        this.silentSessions = silentSessions;
        this.requestsATick = requestsATick;
        random = new Random(seed);
        calling = new Calling(loop, server, identity, random, new Harming());
    }

    /** One that keeps so many sessions open, answers nothing, and opens another for each that ends. */
    public static HostileTerminal silent(
            SelectorLoop loop, SocketAddress server, String identity, int sessions, long seed) {
        return new HostileTerminal(loop, server, identity, sessions, 0, seed);
    }

    /** One that sends so many FIND_REQUEST a second, 100 at least, and takes each back at once. */
    public static HostileTerminal flooding(
            SelectorLoop loop, SocketAddress server, String identity, int requestsASecond, long seed) {
        return new HostileTerminal(loop, server, identity, 0, Math.max(1, requestsASecond / TICKS_A_SECOND), seed);
    }

    /** Connects, again and again if need be, and begins. */
    public void start() {
        loop.later(calling::dial);
    }

    /** How many FIND_REQUEST it has sent. */
    public long sent() {
        return sent.get();
    }

    @Override
    public void close() {
        loop.now(calling::end);
    }

    private UUID request(FrameChannel channel) {
        UUID session = new UUID(random.nextLong(), random.nextLong());
        channel.send(new PlayedRead(session, new MadeUpCard(0)).first("reader-1", STAY_MILLIS, 0));
        sent.incrementAndGet();
        return session;
    }

    private void flood(FrameChannel channel) {
        if (channel != welcomed) {
            return;
        }
        Failure back = Failure.of(FailureCode.TERMINAL_GAVE_UP, "");
        for (int i = 0; i < requestsATick; i++) {
            channel.send(Frame.of(Header.bare(back.type(), request(channel), 1, Header.NONE), back));
        }
        loop.after(TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS), () -> flood(channel));
    }

    /** What comes from the server. Lives on the loop. */
    private final class Harming implements Calling.Caller {

        @Override
        public void welcomed(FrameChannel channel) {
            welcomed = channel;
            for (int i = 0; i < silentSessions; i++) {
                open.add(request(channel));
            }
            if (requestsATick > 0) {
                flood(channel);
            }
        }

        @Override
        public void received(FrameChannel channel, Frame frame) {
            if (frame.header().type() == MessageType.FAILURE
                    && open.remove(frame.header().session())) {
                open.add(request(channel));
            }
        }

        @Override
        public void lost() {
            welcomed = null;
            open.clear();
        }
    }
}
