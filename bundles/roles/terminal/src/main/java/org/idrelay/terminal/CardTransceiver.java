package org.idrelay.terminal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.card.CardCommand;
import org.idrelay.card.MalformedException;
import org.idrelay.card.TypeBFrame;
import org.idrelay.link.Link;
import org.idrelay.link.RoleLoop;
import org.idrelay.wire.Failure;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Header;
import org.idrelay.wire.MessageType;
import org.idrelay.wire.ReaderAnswer;
import org.idrelay.wire.ReaderCommand;
import org.idrelay.wire.WireException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first transceiver (第一收發模塊) of one reader: broadcasts find commands at the interval and exchanges frames with the
 * card, one command at a time. What is asked last replaces what was asked before; an answer that is no longer waited for
 * is dropped. Lives on the event loop.
 */
final class CardTransceiver {

    /** Hears what came of it: after {@link #exchange} and {@link #resetField} exactly one call, unless replaced. */
    interface Listener {
        /** Something answered a find command; CRC_B included and unchecked. */
        void found(Bytes frame, long broadcasts);

        void unanswered();

        /** The card's answer, without CRC_B. */
        void answered(Bytes data);

        void garbled();

        void silent();

        void fieldReset();

        /** The reader reported an error, or did not answer in time. */
        void readerFailed(FailureCode code);
    }

    private static final Logger log = LoggerFactory.getLogger(CardTransceiver.class);

    /** Cards lose their state without a field in about 5 ms; at least 10 are to be kept. */
    private static final int FIELD_OFF_MILLIS = 20;

    private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private static final Future<?> NO_TIMER = CompletableFuture.completedFuture(true);

    /** A command for the reader, and what to do with its outcome. */
    private record Task(ReaderCommand command, Consumer<ReaderAnswer> outcome) {}

    private final Link reader;
    private final TerminalSettings.Air times;
    private final RoleLoop loop;
    private Listener listener;
    private Future<?> timer = NO_TIMER;
    private Future<?> guard = NO_TIMER;
    private boolean busy;
    private @Nullable Task current;
    private @Nullable Task following;
    private long sequence;
    private long broadcasts;
    private long allBroadcasts;

    /** When find commands were sent in the last minute, by {@link System#nanoTime}. */
    private final Deque<Long> newest = new ArrayDeque<>();

    CardTransceiver(Link reader, TerminalSettings.Air times, RoleLoop loop, Listener listener) {
        this.reader = reader;
        this.times = times;
        this.loop = loop;
        this.listener = listener;
    }

    /** Who hears from now on what comes of it; what was asked before is not told any more. */
    void listen(Listener other) {
        replace(null);
        listener = other;
    }

    /** Find commands sent since the reader came. */
    long broadcasts() {
        return allBroadcasts;
    }

    /** Find commands sent in the last minute. */
    int pollsPerMinute() {
        long now = System.nanoTime();
        while (!newest.isEmpty() && now - newest.getFirst() > MINUTE_NANOS) {
            newest.removeFirst();
        }
        return newest.size();
    }

    /** Sends a find command now and at every interval from now on. */
    void broadcast() {
        replace(null);
        timer = loop.repeat(this::poll, times.pollIntervalMillis(), times.pollIntervalMillis());
        poll();
    }

    /** Sends no more find commands. */
    void stopBroadcasting() {
        replace(null);
        broadcasts = 0;
    }

    /** Sends a command to the card; without CRC_B. */
    void exchange(Bytes command) {
        replace(new Task(transmission(command, times.cardTimeoutMillis()), this::exchanged));
    }

    /** Switches the field off, and on when every card has forgotten its state. */
    void resetField() {
        Task on = new Task(field(ReaderCommand.Action.FIELD_ON), answer -> listener.fieldReset());
        replace(new Task(
                field(ReaderCommand.Action.FIELD_OFF),
                answer -> timer = loop.schedule(() -> replace(on), FIELD_OFF_MILLIS)));
    }

    void switchOff() {
        replace(new Task(field(ReaderCommand.Action.FIELD_OFF), answer -> {}));
    }

    /** The reader is gone. */
    void close() {
        replace(null);
        guard.cancel(false);
        busy = false;
    }

    /** A frame from the reader. */
    void received(Frame frame) throws WireException {
        if (!busy || frame.header().replyTo() != sequence) {
            return;
        }
        switch (frame.header().type()) {
            case READER_ANSWER -> answered((ReaderAnswer) frame.message());
            case FAILURE -> failed((Failure) frame.message());
            case READER_COMMAND,
                    FIND_REQUEST,
                    FIND_RESPONSE,
                    FIND_CONFIRM,
                    SELECT_REQUEST,
                    SELECT_RESPONSE,
                    SELECT_CONFIRM,
                    READ_REQUEST,
                    CARD_COMMANDS,
                    CARD_ANSWERS,
                    IDENTITY,
                    QUEUED,
                    RECEIPT,
                    HELLO,
                    WELCOME,
                    PING,
                    PONG,
                    VERIFIER_ADDED,
                    VERIFIER_CHANGED,
                    VERIFIER_REMOVED ->
                log.debug("{} of a reader dropped", frame.header().type());
        }
    }

    private void answered(ReaderAnswer answer) {
        finish(task -> task.outcome.accept(answer));
    }

    private void failed(Failure failure) {
        finish(task -> listener.readerFailed(failure.codeOr(FailureCode.READER_FAULT)));
    }

    /** Does not wait for a slow reader: the interval is kept, a find command is left out. */
    private void poll() {
        if (!busy) {
            broadcasts++;
            allBroadcasts++;
            newest.addLast(System.nanoTime());
            pollsPerMinute();
            begin(new Task(transmission(CardCommand.REQB, times.pollTimeoutMillis()), this::polled));
        }
    }

    private void polled(ReaderAnswer answer) {
        if (answer.answered()) {
            listener.found(answer.frame(), broadcasts);
        } else {
            listener.unanswered();
        }
    }

    private void exchanged(ReaderAnswer answer) {
        if (!answer.answered()) {
            listener.silent();
            return;
        }
        Bytes data;
        try {
            data = TypeBFrame.open(answer.frame());
        } catch (MalformedException e) {
            listener.garbled();
            return;
        }
        listener.answered(data);
    }

    /** From now on only this is wanted, or nothing; it begins when the reader is free. */
    private void replace(@Nullable Task task) {
        timer.cancel(false);
        current = null;
        following = null;
        if (busy) {
            following = task;
        } else if (task != null) {
            begin(task);
        }
    }

    private void begin(Task task) {
        busy = true;
        current = task;
        Header header = Header.bare(MessageType.READER_COMMAND, Header.NO_SESSION, ++sequence, Header.NONE);
        guard = loop.schedule(
                () -> finish(late -> listener.readerFailed(FailureCode.READER_TIMEOUT)),
                task.command.timeoutMillis() + times.readerAnswerMillis());
        reader.send(Frame.of(header, task.command));
    }

    /** The reader is free again: the outcome is told if it is still waited for. */
    private void finish(Consumer<Task> told) {
        guard.cancel(false);
        busy = false;
        Task done = current;
        Task next = following;
        current = null;
        following = null;
        if (next != null) {
            begin(next);
        } else if (done != null) {
            told.accept(done);
        }
    }

    private static ReaderCommand transmission(Bytes data, int timeoutMillis) {
        return new ReaderCommand(ReaderCommand.Action.EXCHANGE, timeoutMillis, TypeBFrame.seal(data));
    }

    private static ReaderCommand field(ReaderCommand.Action action) {
        return new ReaderCommand(action, 0, Bytes.EMPTY);
    }
}
