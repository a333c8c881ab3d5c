package org.idrelay.transport;

import io.netty.channel.EventLoop;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.idrelay.api.FailureCode;
import org.idrelay.link.Endpoint;
import org.idrelay.link.Link;
import org.idrelay.link.LinkHandler;
import org.idrelay.wire.Failure;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Header;
import org.idrelay.wire.Message;
import org.idrelay.wire.ReaderCommand;
import org.idrelay.wire.Role;
import org.idrelay.wire.WireException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A terminal's link to one of its readers. Commands are answered in time even if the driver is not: a call that takes too long
 * is interrupted, and its late answer dropped. Lives on the event loop; the calls run on the device's thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what runs here catches its own failures
final class ReaderLink implements Link {

    /** Exchange property: the reader link that a frame belongs to. */
    static final String PROPERTY = "idrelay.readerLink";

    private static final Logger log = LoggerFactory.getLogger(ReaderLink.class);

    private final EventLoop loop;
    private final String name;
    private final int callMillis;
    private final LinkHandler handler;
    private final ReaderDevice device;
    private final RouteEntry in;
    private final RouteEntry out;
    private final Consumer<ReaderLink> whenEnded;
    private final Set<UnderWay> underWay = new HashSet<>();
    private long sequence;
    private boolean ended;

    /**
     * @param endpoint whose link this is; its limits say how long a driver may take
     * @param whenEnded hears of the link's end, after the handler
     */
    ReaderLink(
            EventLoop loop,
            Endpoint endpoint,
            LinkHandler handler,
            ReaderDevice device,
            RouteEntry in,
            RouteEntry out,
            Consumer<ReaderLink> whenEnded) {
        this.loop = loop;
        name = endpoint.name();
        callMillis = endpoint.limits().callMillis();
        this.handler = handler;
        this.device = device;
        this.in = in;
        this.out = out;
        this.whenEnded = whenEnded;
    }

    void open() {
        log.debug("{}: reader {} ({}) is here", name, peer(), address());
        call(() -> handler.opened(this));
    }

    /** A command came through the route: the device performs it. */
    void run(Frame frame) {
        long replyTo = frame.header().sequence();
        try {
            if (frame.message() instanceof ReaderCommand command) {
                new UnderWay(replyTo).begin(command);
            } else {
                throw new WireException(
                        FailureCode.MESSAGE_UNEXPECTED, frame.header().type() + " for a reader");
            }
        } catch (WireException e) {
            loop.execute(() -> answer(replyTo, Failure.of(e.code(), "")));
        }
    }

    /** An answer came through the route. */
    void deliver(Frame frame) {
        if (!ended) {
            call(() -> handler.received(this, frame));
        }
    }

    @Override
    public String id() {
        return name + "-" + peer();
    }

    @Override
    public Role peerRole() {
        return Role.READER;
    }

    @Override
    public String peer() {
        return device.name();
    }

    /** The driver's name, and what the reader says of itself. */
    @Override
    public String address() {
        return device.driver();
    }

    /** Always as a task of its own, as {@link RouteEntry} wants it. */
    @Override
    public void send(Frame frame) {
        loop.execute(() -> {
            if (!ended) {
                out.send(PROPERTY, this, frame, this::lost);
            }
        });
    }

    @Override
    public void close(FailureCode code) {
        loop.execute(() -> end(code));
    }

    /** Ends the link at once; on the loop, not from within a call to the role. */
    void end(FailureCode code) {
        if (!ended) {
            ended = true;
            log.debug("{}: reader {} is gone: {}", name, peer(), code);
            underWay.forEach(UnderWay::drop);
            underWay.clear();
            RoleCall.succeeds(name, () -> handler.closed(this, code));
            whenEnded.accept(this);
        }
    }

    @Override
    public String toString() {
        return id();
    }

    private void answer(long replyTo, Message message) {
        if (!ended) {
            Header header = Header.bare(message.type(), Header.NO_SESSION, sequence++, replyTo);
            in.send(PROPERTY, this, Frame.of(header, message), this::lost);
        }
    }

    private void lost(Exception e) {
        log.debug("{}: a frame of reader {} was lost: {}", name, peer(), e.getClass());
        close(FailureCode.READER_FAULT);
    }

    /** A role that throws loses this link; nobody else is disturbed. */
    private void call(Runnable call) {
        if (!RoleCall.succeeds(name, call)) {
            close(FailureCode.LINK_CLOSED);
        }
    }

    /** One command; the first of its answer and its deadline counts. */
    private final class UnderWay {

        private final long replyTo;
        private @Nullable Future<?> call;
        private @Nullable Future<?> deadline;

        UnderWay(long replyTo) {
            this.replyTo = replyTo;
        }

        void begin(ReaderCommand command) {
            underWay.add(this);
            call = device.perform(command, answer -> loop.execute(() -> answered(answer)));
            long millis = (long) command.timeoutMillis() + callMillis;
            deadline = loop.schedule(this::giveUp, millis, TimeUnit.MILLISECONDS);
        }

        void answered(Message message) {
            if (underWay.remove(this)) {
                cancel(deadline);
                answer(replyTo, message);
            }
        }

        void giveUp() {
            if (underWay.remove(this)) {
                log.warn("{}: reader {} does not answer", name, peer());
                cancel(call);
                answer(replyTo, Failure.of(FailureCode.READER_TIMEOUT, ""));
            }
        }

        void drop() {
            cancel(deadline);
            cancel(call);
        }

        private static void cancel(@Nullable Future<?> future) {
            if (future != null) {
                future.cancel(true);
            }
        }
    }
}
