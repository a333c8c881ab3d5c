package org.idrelay.terminal;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.Party;
import org.idrelay.api.record.CardPresence;
import org.idrelay.api.record.IdentityRecord;
import org.idrelay.link.Link;
import org.idrelay.link.RoleLoop;
import org.idrelay.link.TraceLog;
import org.idrelay.operations.reading.ReaderStatus;
import org.idrelay.operations.reading.ReadingEvent;
import org.idrelay.operations.reading.ReadingEvent.ReaderChanged.Change;
import org.idrelay.operations.trace.TraceEvent.Action;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Header;
import org.idrelay.wire.Message;
import org.idrelay.wire.WireException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One reader of the terminal: brings every event to its {@link ReadProcess} and performs what that wants done. Lives on the
 * event loop; its status may be read on any thread.
 */
final class ReaderLane implements CardTransceiver.Listener, ServerTransceiver.Client, Outcome.Performer {

    private static final Logger log = LoggerFactory.getLogger(ReaderLane.class);

    private final Link reader;
    private final TerminalSettings settings;
    private final RoleLoop loop;
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
            RoleLoop loop,
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
            perform(process.start());
        }
    }

    void stop() {
        perform(process.stop());
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
        perform(process.stop());
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
        perform(process.readerGone());
        card.close();
        server.detach(this);
    }

    /** A frame from the reader. */
    void fromReader(Frame frame) throws WireException {
        card.received(frame);
    }

    @Override
    public void found(Bytes frame, long broadcasts) {
        perform(process.found(frame, broadcasts));
    }

    @Override
    public void unanswered() {
        perform(process.unanswered());
    }

    @Override
    public void answered(Bytes data) {
        perform(process.answered(data));
    }

    @Override
    public void garbled() {
        perform(process.garbled());
    }

    @Override
    public void silent() {
        perform(process.silent());
    }

    @Override
    public void fieldReset() {
        perform(process.fieldReset());
    }

    @Override
    public void readerFailed(FailureCode code) {
        log.warn("reader {} failed: {}", reader.peer(), code);
        lastFailure = Optional.of(code);
        perform(process.readerFailed(code));
    }

    @Override
    public void linkOpened() {
        perform(process.linkOpened());
    }

    @Override
    public void linkClosed() {
        perform(process.linkClosed());
    }

    @Override
    public void received(Frame frame) {
        perform(process.received(frame));
    }

    @Override
    public void sessionKeyFailed(FailureCode code) {
        perform(process.sessionKeyFailed(code));
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
    public void send(Header header, Message message, String note) {
        server.send(header, message, note, this);
    }

    @Override
    public void endSession(UUID session) {
        server.endSession(session);
    }

    @Override
    public void await(int millis) {
        timer.cancel(false);
        if (millis > 0) {
            timer = loop.schedule(() -> perform(process.timedOut()), millis);
        }
    }

    @Override
    public void trace(UUID session, long term, Outcome.CardEvent event) {
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

    private void perform(List<Outcome> outcomes) {
        outcomes.forEach(outcome -> outcome.by(this));
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
                new ReaderStatus.Polling(card.broadcasts(), process.isStopped() ? 0 : card.pollsPerMinute()),
                new ReaderStatus.Tally(reads, failures, lastFailure));
    }
}
