package org.idrelay.terminal;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.Party;
import org.idrelay.api.record.CardPresence;
import org.idrelay.api.record.IdentityRecord;
import org.idrelay.link.Link;
import org.idrelay.link.TraceLog;
import org.idrelay.operations.reading.ReaderStatus;
import org.idrelay.operations.reading.ReadingEvent;
import org.idrelay.operations.reading.ReadingEvent.ReaderChanged.Change;
import org.idrelay.operations.trace.TraceEvent.Action;
import org.idrelay.wire.Frame;
import org.idrelay.wire.WireException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One reader of the terminal: brings every event to its {@link ReadProcess} and does what that returns. Lives on the
 * event loop; its status may be read on any thread.
 */
final class ReaderLane implements CardTransceiver.Listener, ServerTransceiver.Client, Next.Doer {

    private static final Logger log = LoggerFactory.getLogger(ReaderLane.class);

    private final Link reader;
    private final TerminalSettings settings;
    private final ScheduledExecutorService loop;
    private final ServerTransceiver server;
    private final Delivery delivery;
    private final TraceLog trace;
    private final CardTransceiver card;
    private final ReadProcess process;
    private Future<?> timer = CompletableFuture.completedFuture(true);
    private long reads;
    private long failures;
    private Optional<FailureCode> lastFailure = Optional.empty();
    private Optional<ReaderCheck> test = Optional.empty();
    private boolean stopped = true;
    private volatile ReaderStatus status;

    ReaderLane(
            Link reader,
            TerminalSettings settings,
            ScheduledExecutorService loop,
            ServerTransceiver server,
            Delivery delivery,
            TraceLog trace) {
        this.reader = reader;
        this.settings = settings;
        this.loop = loop;
        this.server = server;
        this.delivery = delivery;
        this.trace = trace;
        this.card = new CardTransceiver(reader, settings.air(), loop, this);
        this.process = new ReadProcess(reader.peer(), settings, UUID::randomUUID);
        this.status = currentStatus();
    }

    ReaderStatus status() {
        return status;
    }

    /** No effect while the reader is tested. */
    void start() {
        if (test.isEmpty()) {
            act(process.start());
        }
    }

    void stop() {
        act(process.stop());
    }

    /**
     * Polls once and tells what came of it; in the meantime the reader looks for no card.
     *
     * @param told completes exceptionally if a card is being read, or the reader is tested already
     */
    void test(CompletableFuture<List<String>> told) {
        if (process.inSession() || test.isPresent()) {
            told.completeExceptionally(new IllegalStateException("reader %s is busy".formatted(reader.peer())));
            return;
        }
        boolean startAgain = !process.isStopped();
        act(process.stop());
        ReaderCheck begun = new ReaderCheck(card, settings.air().pollTimeoutMillis(), lines -> {
            test = Optional.empty();
            card.listen(this);
            card.switchOff();
            told.complete(lines);
            if (startAgain) {
                start();
            }
        });
        test = Optional.of(begun);
        card.listen(begun);
        begun.begin();
    }

    /** The reader's link is closed: nothing is left over. */
    void readerGone() {
        test.ifPresent(ReaderCheck::readerGone);
        act(process.readerGone());
        card.close();
        server.detach(this);
    }

    /** A frame from the reader. */
    void fromReader(Frame frame) throws WireException {
        card.received(frame);
    }

    @Override
    public void found(Bytes frame, long broadcasts) {
        act(process.found(frame, broadcasts));
    }

    @Override
    public void unanswered() {
        act(process.unanswered());
    }

    @Override
    public void answered(Bytes data) {
        act(process.answered(data));
    }

    @Override
    public void garbled() {
        act(process.garbled());
    }

    @Override
    public void silent() {
        act(process.silent());
    }

    @Override
    public void fieldReset() {
        act(process.fieldReset());
    }

    @Override
    public void readerFailed(FailureCode code) {
        log.warn("reader {} failed: {}", reader.peer(), code);
        lastFailure = Optional.of(code);
        act(process.readerFailed(code));
    }

    @Override
    public void linkOpened() {
        act(process.linkOpened());
    }

    @Override
    public void linkClosed() {
        act(process.linkClosed());
    }

    @Override
    public void received(Frame frame) {
        act(process.received(frame));
    }

    @Override
    public void sessionKeyFailed(FailureCode code) {
        act(process.sessionKeyFailed(code));
    }

    @Override
    public void broadcast() {
        card.broadcast();
    }

    @Override
    public void stopBroadcasting() {
        card.stopBroadcasting();
    }

    @Override
    public void exchange(Bytes command) {
        card.exchange(command);
    }

    @Override
    public void resetField() {
        card.resetField();
    }

    @Override
    public void switchOff() {
        card.switchOff();
    }

    @Override
    public void send(Frame frame, String note) {
        server.send(frame, note, this);
    }

    @Override
    public void endSession(UUID session) {
        server.endSession(session);
    }

    @Override
    public void await(int millis) {
        timer.cancel(false);
        if (millis > 0) {
            timer = loop.schedule(() -> act(process.timedOut()), millis, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void trace(UUID session, long term, Next.CardEvent event) {
        Party from = event.action() == Action.RECEIVED ? Party.CARD : Party.TERMINAL;
        Party to = event.action() == Action.SENT ? Party.CARD : Party.TERMINAL;
        trace.exchanged(
                session, term, event.step(), event.action(), from, to, event.what(), event.data(), event.note());
    }

    @Override
    public void tell(ReadingEvent event) {
        if (event instanceof ReadingEvent.ReadFailed failed) {
            log.info("reader {}: session {} failed: {}", failed.reader(), failed.session(), failed.code());
            failures++;
            lastFailure = Optional.of(failed.code());
        }
        delivery.tell(event);
    }

    @Override
    public void deliver(IdentityRecord record, CardPresence presence, UUID session, long verifier) {
        log.info("reader {}: session {} read a record", presence.reader(), session);
        reads++;
        delivery.deliver(record, presence, session, verifier);
    }

    private void act(List<Next> wanted) {
        wanted.forEach(next -> next.by(this));
        status = currentStatus();
        if (stopped != process.isStopped()) {
            stopped = process.isStopped();
            tell(new ReadingEvent.ReaderChanged(reader.peer(), stopped ? Change.STOPPED : Change.STARTED));
        }
    }

    private ReaderStatus currentStatus() {
        return new ReaderStatus(
                reader.peer(),
                reader.address(),
                process.stateName(),
                process.cardPresent(),
                card.broadcasts(),
                process.isStopped() ? 0 : card.pollsPerMinute(),
                reads,
                failures,
                lastFailure);
    }
}
