package org.idrelay.terminal;

import static java.util.Objects.requireNonNull;
import static org.idrelay.terminal.Outcome.join;

import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.record.CardPresence;
import org.idrelay.card.Atqb;
import org.idrelay.card.CardCommand;
import org.idrelay.card.MalformedException;
import org.idrelay.operations.reading.ReadingEvent;
import org.idrelay.terminal.ReaderCourse.State;
import org.idrelay.wire.Frame;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first processing module (第一處理模塊) of one reader: decides what is a card (step 3), and what comes next. From step
 * 4 on its {@link ReadSession} decides. Pure: no I/O, no clock, no lock; every event is a method that returns what to do.
 * Every wait is bounded: by {@link Outcome.Await} for the server, by the card's transceiver for the card. Lives on the
 * event loop.
 */
final class ReadProcess {

    private static final Logger log = LoggerFactory.getLogger(ReadProcess.class);

    private final String reader;
    private final TerminalSettings settings;
    private final Supplier<UUID> ids;
    private final ReaderCourse course;
    private boolean linked;
    private @Nullable ReadSession session;

    /**
     * The process of one reader, stopped and without a server.
     *
     * @param ids mints sessions and card presences, never the same twice
     */
    ReadProcess(String reader, TerminalSettings settings, Supplier<UUID> ids) {
        this.reader = reader;
        this.settings = settings;
        this.ids = ids;
        this.course = new ReaderCourse(reader, settings.reading());
    }

    /** The state's name, within a session that of the session's state: as in docs/session.md. */
    String stateName() {
        return session == null ? course.state().name() : session.state().name();
    }

    /** Whether a session is under way. */
    boolean inSession() {
        return course.state() == State.IN_SESSION;
    }

    boolean isStopped() {
        return course.state() == State.STOPPED;
    }

    boolean cardPresent() {
        return course.hasCard();
    }

    List<Outcome> start() {
        return switch (course.state()) {
            case STOPPED -> course.enter(State.RESTARTING, "started", new Outcome.ResetField());
            case RESTARTING, POLLING, AWAITING_LINK, IN_SESSION, PRESENT, PAUSING, REFUSING -> course.ignore("start");
        };
    }

    List<Outcome> stop() {
        return switch (course.state()) {
            case STOPPED -> course.ignore("stop");
            case IN_SESSION -> abandon(FailureCode.TERMINAL_STOPPED, new Outcome.SwitchOff());
            case RESTARTING, POLLING, AWAITING_LINK, PRESENT, PAUSING, REFUSING ->
                course.leave("stopped", new Outcome.SwitchOff());
        };
    }

    /** The reader is unplugged or its driver is gone. */
    List<Outcome> readerGone() {
        return switch (course.state()) {
            case STOPPED -> course.ignore("reader gone");
            case IN_SESSION -> abandon(FailureCode.READER_GONE);
            case RESTARTING, POLLING, AWAITING_LINK, PRESENT, PAUSING, REFUSING -> course.leave("reader gone");
        };
    }

    /** The reader reported an error or did not answer. */
    List<Outcome> readerFailed(FailureCode code) {
        return switch (course.state()) {
            case STOPPED, PAUSING -> course.ignore("reader failed");
            case IN_SESSION -> inSession(current -> current.fail(code, "the reader failed"));
            case RESTARTING, POLLING, AWAITING_LINK, PRESENT, REFUSING -> course.pause();
        };
    }

    /** The field was off and is on again. */
    List<Outcome> fieldReset() {
        return switch (course.state()) {
            case RESTARTING -> course.broadcast();
            case STOPPED, POLLING, AWAITING_LINK, IN_SESSION, PRESENT, PAUSING, REFUSING ->
                course.ignore("field reset");
        };
    }

    /**
     * Something answered a find command.
     *
     * @param frame the bytes on air, CRC_B included and unchecked
     * @param broadcasts find commands sent since the last session
     */
    List<Outcome> found(Bytes frame, long broadcasts) {
        return switch (course.state()) {
            case POLLING -> judge(frame, broadcasts);
            case AWAITING_LINK, REFUSING -> course.cardStays();
            case STOPPED, RESTARTING, IN_SESSION, PRESENT, PAUSING -> course.ignore("find answer");
        };
    }

    /** Nothing answered a find command. */
    List<Outcome> unanswered() {
        return switch (course.state()) {
            case POLLING, AWAITING_LINK, REFUSING -> course.cardMissed();
            case STOPPED, RESTARTING, IN_SESSION, PRESENT, PAUSING -> course.ignore("unanswered find command");
        };
    }

    /** The card answered a command; without CRC_B. */
    List<Outcome> answered(Bytes data) {
        return fromCard("card answer", current -> current.answered(data));
    }

    /** The card's answer to a command had a wrong CRC_B. */
    List<Outcome> garbled() {
        return fromCard("garbled card answer", ReadSession::garbled);
    }

    /** The card did not answer a command. */
    List<Outcome> silent() {
        return switch (course.state()) {
            case IN_SESSION -> inSession(ReadSession::silent);
            case PRESENT -> course.cardSilent();
            case STOPPED, RESTARTING, POLLING, AWAITING_LINK, PAUSING, REFUSING -> course.ignore("silence");
        };
    }

    /** A message from the server, its body open. */
    List<Outcome> received(Frame frame) {
        return toSession("late message", current -> current.received(frame));
    }

    /** A message of the session could not be sealed or opened. */
    List<Outcome> sessionKeyFailed(FailureCode code) {
        return toSession("failed session key", current -> current.fail(code, "session key"));
    }

    List<Outcome> linkOpened() {
        linked = true;
        return switch (course.state()) {
            case AWAITING_LINK -> course.enter(State.POLLING, "link opened");
            case STOPPED, RESTARTING, POLLING, IN_SESSION, PRESENT, PAUSING, REFUSING -> course.ignore("link opened");
        };
    }

    List<Outcome> linkClosed() {
        linked = false;
        return toSession("link closed", current -> current.cut(FailureCode.LINK_CLOSED));
    }

    /** The time of the last {@link Outcome.Await} is over. */
    List<Outcome> timedOut() {
        return switch (course.state()) {
            case IN_SESSION -> inSession(ReadSession::timedOut);
            case PRESENT -> List.of(new Outcome.Exchange(CardCommand.GET_UNIQUE_ID));
            case PAUSING -> course.enter(State.RESTARTING, "pause over", new Outcome.ResetField());
            case STOPPED, RESTARTING, POLLING, AWAITING_LINK, REFUSING -> course.ignore("end of a wait");
        };
    }

    /** Something came from the card: one that is asked for its presence is there, whatever it says. */
    private List<Outcome> fromCard(String event, Function<ReadSession, List<Outcome>> told) {
        return switch (course.state()) {
            case IN_SESSION -> inSession(told);
            case PRESENT -> course.cardStays(course.awaiting(State.PRESENT));
            case STOPPED, RESTARTING, POLLING, AWAITING_LINK, PAUSING, REFUSING -> course.ignore(event);
        };
    }

    /** What nobody but a session hears. */
    private List<Outcome> toSession(String event, Function<ReadSession, List<Outcome>> told) {
        return switch (course.state()) {
            case IN_SESSION -> inSession(told);
            case STOPPED, RESTARTING, POLLING, AWAITING_LINK, PRESENT, PAUSING, REFUSING -> course.ignore(event);
        };
    }

    /** Step 3: whether the answer is find-confirm data. Anything else leaves the broadcast going on. */
    private List<Outcome> judge(Bytes frame, long broadcasts) {
        course.works();
        Atqb atqb;
        try {
            atqb = Judgement.findConfirmData(frame);
        } catch (MalformedException e) {
            log.debug("reader {}: no find-confirm data: {}", reader, e.getMessage());
            return List.of();
        }
        FoundCard card = new FoundCard(ids.get(), atqb, broadcasts);
        course.cardFound(() -> new CardPresence(ids.get(), settings.identity(), reader));
        return join(card.steps(settings.air().pollIntervalMillis()), begin(card));
    }

    private List<Outcome> begin(FoundCard found) {
        if (found.atqb().isPart4()) {
            course.card().settle();
            Outcome told = failed(found.session(), 0, FailureCode.CARD_UNSUPPORTED, false);
            return course.enter(State.REFUSING, "no identity card", told);
        }
        if (!linked) {
            Outcome told = failed(found.session(), 0, FailureCode.LINK_CLOSED, true);
            return course.enter(State.AWAITING_LINK, "no server", told);
        }
        CardPresence presence = course.card().presence();
        session = new ReadSession(found.session(), found.atqb(), presence, settings.reading());
        return join(
                course.enter(State.IN_SESSION, "card found", new Outcome.StopBroadcasting()),
                session.begin("broadcasting stopped after " + found.broadcasts()));
    }

    /** What the session wants, and what follows if it is over with that. */
    private List<Outcome> inSession(Function<ReadSession, List<Outcome>> told) {
        ReadSession current = requireNonNull(session);
        List<Outcome> wanted = told.apply(current);
        if (current.state() != SessionCourse.State.ENDED) {
            return wanted;
        }
        session = null;
        List<Outcome> ended = join(wanted, List.of(new Outcome.EndSession(current.id())));
        return join(ended, current.failure().map(code -> retreat(current, code)).orElseGet(this::settle));
    }

    private List<Outcome> settle() {
        course.card().settle();
        return course.enter(State.PRESENT, "record delivered");
    }

    private List<Outcome> retreat(ReadSession ended, FailureCode code) {
        boolean again = course.card().failed(code);
        return course.enter(State.PAUSING, code.name(), failed(ended.id(), ended.verifier(), code, again));
    }

    /** Ends the session and the card's stay, for good. */
    private List<Outcome> abandon(FailureCode code, Outcome... more) {
        ReadSession current = requireNonNull(session);
        session = null;
        List<Outcome> told = current.fail(code, "the terminal ended the session");
        List<Outcome> ended =
                List.of(new Outcome.EndSession(current.id()), failed(current.id(), current.verifier(), code, false));
        return join(told, join(ended, course.leave(code.name(), more)));
    }

    private Outcome failed(UUID id, long verifier, FailureCode code, boolean retrying) {
        return new Outcome.Tell(new ReadingEvent.ReadFailed(reader, id, verifier, code, retrying));
    }
}
