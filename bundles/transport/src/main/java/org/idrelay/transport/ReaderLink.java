package org.idrelay.transport;

import io.netty.channel.EventLoop;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A terminal's link to one of its readers. Commands run one after the other on a thread that belongs to the reader, and are
 * answered in time even if the driver is not: a call that takes too long is interrupted, and its late answer dropped.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what runs here catches its own failures
final class ReaderLink implements Link {

    private static final Logger log = LoggerFactory.getLogger(ReaderLink.class);

    /** What a driver may take beyond the card's own time: the way to the device, and the time on air. */
    private static final int GRACE_MILLIS = 1000;

    private final CardReader reader;
    private final String driver;
    private final LinkHandler handler;
    private final EventLoop loop;
    private final OutRoute inRoute;
    private final OutRoute outRoute;
    private final ExecutorService device;
    private long sequence;
    private boolean ended;

    ReaderLink(
            CardReader reader,
            String driver,
            LinkHandler handler,
            EventLoop loop,
            OutRoute inRoute,
            OutRoute outRoute) {
        this.reader = reader;
        this.driver = driver;
        this.handler = handler;
        this.loop = loop;
        this.inRoute = inRoute;
        this.outRoute = outRoute;
        device = Executors.newSingleThreadExecutor(run -> {
            Thread thread = new Thread(run, "idrelay-reader-" + reader.name());
            thread.setDaemon(true);
            return thread;
        });
    }

    void open() {
        log.info("reader {} ({}) is here", reader.name(), driver);
        loop.execute(() -> handler.opened(this));
    }

    @Override
    public String id() {
        return "reader-" + reader.name();
    }

    @Override
    public Role peerRole() {
        return Role.READER;
    }

    @Override
    public String peer() {
        return reader.name();
    }

    /** The driver's name: a reader has no other address. */
    @Override
    public String address() {
        return driver;
    }

    @Override
    public void send(Frame frame) {
        loop.execute(() -> outRoute.send(ReaderRoutes.LINK, this, frame)); // a task of its own, as in LiveLink
    }

    @Override
    public void close(FailureCode code) {
        loop.execute(() -> {
            if (!ended) {
                ended = true;
                log.info("reader {} is gone: {}", reader.name(), code);
                device.shutdownNow();
                handler.closed(this, code);
            }
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
            Answering answering = new Answering(replyTo);
            answering.call = device.submit(() -> answering.answer(call(command)));
            answering.deadline =
                    loop.schedule(answering::giveUp, command.timeoutMillis() + GRACE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (WireException e) {
            answer(replyTo, Failure.of(e.code(), ""));
        } catch (RejectedExecutionException e) {
            log.debug("reader {} is gone; a command is dropped", reader.name());
        }
    }

    /** An answer came through the route. */
    void deliver(Frame frame) {
        if (!ended) {
            handler.received(this, frame);
        }
    }

    @Override
    public String toString() {
        return id();
    }

    private Message call(ReaderCommand command) {
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
            return Failure.of(e.code(), String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            return Failure.of(FailureCode.READER_TIMEOUT, "");
        } catch (RuntimeException e) {
            log.error(
                    "reader {}: its driver failed with {}",
                    reader.name(),
                    e.getClass().getName());
            return Failure.of(FailureCode.READER_FAULT, e.getClass().getSimpleName());
        }
    }

    private void answer(long replyTo, Message message) {
        loop.execute(() -> {
            Header header = new Header(message.type(), false, Header.NO_SESSION, 0, 0, sequence++, replyTo);
            inRoute.send(ReaderRoutes.LINK, this, Frame.of(header, message));
        });
    }

    /** One command under way; the first of its answer and its deadline counts. Its state belongs to the event loop. */
    private final class Answering {

        private final long replyTo;
        private Future<?> call = CompletableFuture.completedFuture(null);
        private Future<?> deadline = CompletableFuture.completedFuture(null);
        private boolean done;

        Answering(long replyTo) {
            this.replyTo = replyTo;
        }

        void answer(Message message) {
            loop.execute(() -> {
                if (!done) {
                    done = true;
                    deadline.cancel(false);
                    ReaderLink.this.answer(replyTo, message);
                }
            });
        }

        void giveUp() {
            if (!done) {
                done = true;
                log.warn("reader {} does not answer", reader.name());
                call.cancel(true);
                ReaderLink.this.answer(replyTo, Failure.of(FailureCode.READER_TIMEOUT, ""));
            }
        }
    }
}
