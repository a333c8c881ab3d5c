package org.idrelay.transport;

import io.netty.channel.EventLoop;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.reader.CardReader;
import org.idrelay.api.reader.ReaderException;
import org.idrelay.wire.Failure;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Header;
import org.idrelay.wire.Link;
import org.idrelay.wire.LinkHandler;
import org.idrelay.wire.Message;
import org.idrelay.wire.ReaderAnswer;
import org.idrelay.wire.ReaderCommand;
import org.idrelay.wire.Role;
import org.idrelay.wire.WireException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A terminal's link to one of its readers. Commands run one after the other on a thread that belongs to the reader, and are
 * answered in time even if the driver is not: a call that takes too long is interrupted, and its late answer dropped.
 * Everything but the calls happens on the event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what runs here catches its own failures
final class ReaderLink implements Link {

    /** Exchange property: the reader link that a frame belongs to. */
    static final String PROPERTY = "idrelay.readerLink";

    private static final Logger log = LoggerFactory.getLogger(ReaderLink.class);

    /** What a driver may take beyond the card's own time: the way to the device, and the time on air. */
    private static final int GRACE_MILLIS = 1000;

    private final EventLoop loop;
    private final String name;
    private final LinkHandler handler;
    private final CardReader reader;
    private final String readerName;
    private final String driver;
    private final RouteEntry in;
    private final RouteEntry out;
    private final ExecutorService device;
    private long sequence;
    private boolean ended;

    /** @param name the endpoint's */
    ReaderLink(
            EventLoop loop,
            String name,
            LinkHandler handler,
            CardReader reader,
            String driver,
            RouteEntry in,
            RouteEntry out) {
        this.loop = loop;
        this.name = name;
        this.handler = handler;
        this.reader = reader;
        this.driver = driver;
        this.in = in;
        this.out = out;
        readerName = reader.name();
        device = Executors.newSingleThreadExecutor(run -> {
            Thread thread = new Thread(run, "idrelay-reader-" + readerName);
            thread.setDaemon(true);
            return thread;
        });
    }

    void open() {
        loop.execute(() -> {
            log.info("{}: reader {} ({}) is here", name, readerName, driver);
            call(() -> handler.opened(this));
        });
    }

    /** A command came through the route: runs it on the device's thread. */
    void run(Frame frame) {
        long replyTo = frame.header().sequence();
        try {
            if (!(frame.message() instanceof ReaderCommand command)) {
                throw new WireException(
                        FailureCode.MESSAGE_UNEXPECTED, frame.header().type() + " for a reader");
            }
            Running running = new Running(replyTo);
            running.call = device.submit(() -> {
                Message answer = perform(command);
                loop.execute(() -> running.answered(answer));
            });
            running.deadline = loop.schedule(
                    running::giveUp, (long) command.timeoutMillis() + GRACE_MILLIS, TimeUnit.MILLISECONDS);
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

    /** Returns once the driver has ended its last call, or will not. Not for the event loop. */
    void awaitDevice() {
        try {
            if (!device.awaitTermination(GRACE_MILLIS, TimeUnit.MILLISECONDS)) {
                log.warn("{}: reader {} does not end its last call", name, readerName);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String id() {
        return name + "-" + readerName;
    }

    @Override
    public Role peerRole() {
        return Role.READER;
    }

    @Override
    public String peer() {
        return readerName;
    }

    /** The driver's name. */
    @Override
    public String address() {
        return driver;
    }

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
        loop.execute(() -> {
            if (!ended) {
                ended = true;
                log.info("{}: reader {} is gone: {}", name, readerName, code);
                device.shutdownNow();
                RoleCall.succeeds(name, () -> handler.closed(this, code));
            }
        });
    }

    @Override
    public String toString() {
        return id();
    }

    private Message perform(ReaderCommand command) {
        try {
            switch (command.action()) {
                case EXCHANGE -> {
                    Optional<Bytes> answer = reader.exchange(command.frame(), command.timeoutMillis());
                    return new ReaderAnswer(answer.isPresent(), answer.orElse(Bytes.EMPTY));
                }
                case FIELD_ON -> reader.field(true);
                case FIELD_OFF -> reader.field(false);
            }
            return new ReaderAnswer(false, Bytes.EMPTY);
        } catch (ReaderException e) {
            return Failure.of(e.code(), Objects.requireNonNullElse(e.getMessage(), ""));
        } catch (InterruptedException e) {
            return Failure.of(FailureCode.READER_TIMEOUT, "");
        } catch (RuntimeException | LinkageError e) {
            log.error("{}: the driver of reader {} failed: {}", name, readerName, RoleCall.where(e));
            return Failure.of(FailureCode.READER_FAULT, e.getClass().getSimpleName());
        }
    }

    private void answer(long replyTo, Message message) {
        if (!ended) {
            Header header = new Header(message.type(), false, Header.NO_SESSION, 0, 0, sequence++, replyTo);
            in.send(PROPERTY, this, Frame.of(header, message), this::lost);
        }
    }

    private void lost(Exception e) {
        log.debug("{}: a frame of reader {} was lost: {}", name, readerName, e.getClass());
        close(FailureCode.READER_FAULT);
    }

    private void call(Runnable call) {
        if (!RoleCall.succeeds(name, call)) {
            close(FailureCode.READER_FAULT);
        }
    }

    /** One command under way; the first of its answer and its deadline counts. */
    private final class Running {

        private final long replyTo;
        private @Nullable Future<?> call;
        private @Nullable Future<?> deadline;
        private boolean done;

        Running(long replyTo) {
            this.replyTo = replyTo;
        }

        void answered(Message message) {
            if (!done) {
                done = true;
                cancel(deadline);
                answer(replyTo, message);
            }
        }

        void giveUp() {
            if (!done) {
                done = true;
                log.warn("{}: reader {} does not answer", name, readerName);
                cancel(call);
                answer(replyTo, Failure.of(FailureCode.READER_TIMEOUT, ""));
            }
        }

        private static void cancel(@Nullable Future<?> future) {
            if (future != null) {
                future.cancel(true);
            }
        }
    }
}
