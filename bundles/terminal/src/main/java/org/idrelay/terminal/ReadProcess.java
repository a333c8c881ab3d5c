package org.idrelay.terminal;

import static java.util.Objects.requireNonNull;
import static org.idrelay.terminal.Next.join;

import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.record.CardPresence;
import org.idrelay.card.Atqb;
import org.idrelay.card.CardCommand;
import org.idrelay.card.MalformedException;
import org.idrelay.operations.reading.ReadingEvent;
import org.idrelay.operations.trace.TraceEvent.Action;
import org.idrelay.terminal.Next.CardEvent;
import org.idrelay.wire.Frame;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first processing module (第一處理模塊) of one reader: decides what is a card (step 3), and what comes next. From step
 * 4 on its {@link ReadSession} decides. Pure: no I/O, no clock, no lock; every event is a method that returns what to do.
 * Every wait is bounded: by {@link Next.Await} for the server, by the card's transceiver for the card. Lives on the event
 * loop.
 */
final class ReadProcess {

    /** Where a reader stands. */
    enum State {
        /** The reader is left alone. */
        STOPPED,
        /** The field is switched off and on, so that every card forgets its state. */
        RESTARTING,
        /** Steps 1 to 3: find commands are broadcast. */
        POLLING,
        /** A card is there but no server: find commands show whether it stays. */
        AWAITING_LINK,
        /** Steps 4 to 28: the session decides; no find command goes on air. */
        IN_SESSION,
        /** The record is delivered: the card is asked now and then whether it is still there. */
        PRESENT,
        /** A session or the reader failed: a pause before the field is reset. */
        PAUSING,
        /** The card is not read again: find commands show whether it is still there. */
        REFUSING
    }

    /** One stay of one card in the field; outlives sessions that failed. */
    private static final class Stay {
        private final CardPresence presence;
        private int rereads;
        private boolean settled;

        Stay(CardPresence presence) {
            this.presence = presence;
        }
    }

    /** A card that is asked and stays silent that often is gone. */
    static final int SILENCES = 2;

    /** The longest pause is that many times the shortest. */
    private static final int LONGEST_PAUSE = 20;

    private static final Logger log = LoggerFactory.getLogger(ReadProcess.class);

    private final String reader;
    private final TerminalSettings settings;
    private final Supplier<UUID> ids;
    private State state = State.STOPPED;
    private boolean linked;
    private int silences;
    private int faults;
    private @Nullable Stay stay;
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
    }

    /** The state's name, within a session that of the session's state: as in docs/session.md. */
    String stateName() {
        return session == null ? state.name() : session.state().name();
    }

    /** Whether a session is under way. */
    boolean inSession() {
        return state == State.IN_SESSION;
    }

    boolean isStopped() {
        return state == State.STOPPED;
    }

    boolean cardPresent() {
        return stay != null;
    }

    List<Next> start() {
        return switch (state) {
            case STOPPED -> enter(State.RESTARTING, "started", new Next.ResetField());
            case RESTARTING, POLLING, AWAITING_LINK, IN_SESSION, PRESENT, PAUSING, REFUSING -> ignore("start");
        };
    }

    List<Next> stop() {
        return switch (state) {
            case STOPPED -> ignore("stop");
            case IN_SESSION -> abandon(FailureCode.TERMINAL_STOPPED, new Next.SwitchOff());
            case RESTARTING, POLLING, AWAITING_LINK, PRESENT, PAUSING, REFUSING ->
                leave("stopped", new Next.SwitchOff());
        };
    }

    /** The reader is unplugged or its driver is gone. */
    List<Next> readerGone() {
        return switch (state) {
            case STOPPED -> ignore("reader gone");
            case IN_SESSION -> abandon(FailureCode.READER_GONE);
            case RESTARTING, POLLING, AWAITING_LINK, PRESENT, PAUSING, REFUSING -> leave("reader gone");
        };
    }

    /** The reader reported an error or did not answer. */
    List<Next> readerFailed(FailureCode code) {
        return switch (state) {
            case STOPPED, PAUSING -> ignore("reader failed");
            case IN_SESSION -> fail(code, "the reader failed");
            case RESTARTING, POLLING, AWAITING_LINK, PRESENT, REFUSING -> recover();
        };
    }

    /** The field was off and is on again. */
    List<Next> fieldReset() {
        return switch (state) {
            case RESTARTING -> enter(afterReset(), "field reset", new Next.Broadcast());
            case STOPPED, POLLING, AWAITING_LINK, IN_SESSION, PRESENT, PAUSING, REFUSING -> ignore("field reset");
        };
    }

    /**
     * Something answered a find command.
     *
     * @param frame the bytes on air, CRC_B included and unchecked
     * @param broadcasts find commands sent since the last session
     */
    List<Next> found(Bytes frame, long broadcasts) {
        return switch (state) {
            case POLLING -> judge(frame, broadcasts);
            case AWAITING_LINK, REFUSING -> stays();
            case STOPPED, RESTARTING, IN_SESSION, PRESENT, PAUSING -> ignore("find answer");
        };
    }

    /** Nothing answered a find command. */
    List<Next> unanswered() {
        return switch (state) {
            case POLLING, AWAITING_LINK, REFUSING -> missed();
            case STOPPED, RESTARTING, IN_SESSION, PRESENT, PAUSING -> ignore("unanswered find command");
        };
    }

    /** The card answered a command; without CRC_B. */
    List<Next> answered(Bytes data) {
        return switch (state) {
            case IN_SESSION -> after(session().answered(data));
            case PRESENT -> stays(new Next.Await(waitMillis()));
            case STOPPED, RESTARTING, POLLING, AWAITING_LINK, PAUSING, REFUSING -> ignore("card answer");
        };
    }

    /** The card's answer to a command had a wrong CRC_B. */
    List<Next> garbled() {
        return switch (state) {
            case IN_SESSION -> after(session().garbled());
            case PRESENT -> stays(new Next.Await(waitMillis()));
            case STOPPED, RESTARTING, POLLING, AWAITING_LINK, PAUSING, REFUSING -> ignore("garbled card answer");
        };
    }

    /** The card did not answer a command. */
    List<Next> silent() {
        return switch (state) {
            case IN_SESSION -> after(session().silent());
            case PRESENT -> ++silences < SILENCES ? List.of(new Next.Await(waitMillis())) : left();
            case STOPPED, RESTARTING, POLLING, AWAITING_LINK, PAUSING, REFUSING -> ignore("silence");
        };
    }

    /** A message from the server, its body open. */
    List<Next> received(Frame frame) {
        return switch (state) {
            case IN_SESSION -> after(session().received(frame));
            case STOPPED, RESTARTING, POLLING, AWAITING_LINK, PRESENT, PAUSING, REFUSING -> ignore("late message");
        };
    }

    /** A message of the session could not be sealed or opened. */
    List<Next> sessionKeyFailed(FailureCode code) {
        return switch (state) {
            case IN_SESSION -> fail(code, "session key");
            case STOPPED, RESTARTING, POLLING, AWAITING_LINK, PRESENT, PAUSING, REFUSING ->
                ignore("failed session key");
        };
    }

    List<Next> linkOpened() {
        linked = true;
        return switch (state) {
            case AWAITING_LINK -> enter(State.POLLING, "link opened");
            case STOPPED, RESTARTING, POLLING, IN_SESSION, PRESENT, PAUSING, REFUSING -> ignore("link opened");
        };
    }

    List<Next> linkClosed() {
        linked = false;
        return switch (state) {
            case IN_SESSION -> after(session().cut(FailureCode.LINK_CLOSED));
            case STOPPED, RESTARTING, POLLING, AWAITING_LINK, PRESENT, PAUSING, REFUSING -> ignore("link closed");
        };
    }

    /** The time of the last {@link Next.Await} is over. */
    List<Next> timedOut() {
        return switch (state) {
            case IN_SESSION -> after(session().timedOut());
            case PRESENT -> List.of(new Next.Exchange(CardCommand.GET_UNIQUE_ID));
            case PAUSING -> enter(State.RESTARTING, "pause over", new Next.ResetField());
            case STOPPED, RESTARTING, POLLING, AWAITING_LINK, REFUSING -> ignore("end of a wait");
        };
    }

    /** Step 3: whether the answer is find-confirm data. Anything else leaves the broadcast going on. */
    private List<Next> judge(Bytes frame, long broadcasts) {
        faults = 0;
        Atqb atqb;
        try {
            atqb = Judgement.findConfirmData(frame);
        } catch (MalformedException e) {
            log.debug("reader {}: no find-confirm data: {}", reader, e.getMessage());
            return List.of();
        }
        UUID id = ids.get();
        if (stay == null) {
            stay = new Stay(new CardPresence(ids.get(), settings.identity(), reader));
        }
        String count =
                "%d sent, one every %d ms".formatted(broadcasts, settings.air().pollIntervalMillis());
        List<Next> steps = List.of(
                trace(id, new CardEvent(1, Action.SENT, "REQB", CardCommand.REQB, count)),
                trace(id, CardEvent.received(2, "ATQB", atqb.bytes())),
                trace(id, CardEvent.decided(3, "find-confirm data", atqb.bytes())));
        return join(steps, begin(id, atqb, broadcasts));
    }

    private List<Next> begin(UUID id, Atqb atqb, long broadcasts) {
        if (atqb.isPart4()) {
            stay().settled = true;
            return enter(State.REFUSING, "no identity card", failed(id, 0, FailureCode.CARD_UNSUPPORTED, false));
        }
        if (!linked) {
            return enter(State.AWAITING_LINK, "no server", failed(id, 0, FailureCode.LINK_CLOSED, true));
        }
        session = new ReadSession(id, reader, atqb, stay().presence, settings.reading());
        return join(
                enter(State.IN_SESSION, "card found", new Next.StopBroadcasting()),
                session.begin("broadcasting stopped after " + broadcasts));
    }

    /** What the session wants, and what follows if it is over with that. */
    private List<Next> after(List<Next> wanted) {
        ReadSession current = session();
        if (current.state() != ReadSession.State.ENDED) {
            return wanted;
        }
        session = null;
        List<Next> ended = join(wanted, List.of(new Next.EndSession(current.id())));
        return current.failure()
                .map(code -> join(ended, retreat(current, code)))
                .orElseGet(() -> join(ended, settle()));
    }

    private List<Next> settle() {
        stay().settled = true;
        return enter(State.PRESENT, "record delivered");
    }

    private List<Next> retreat(ReadSession ended, FailureCode code) {
        Stay card = stay();
        card.settled = !code.mayRetry() || card.rereads == settings.reading().maxRereads();
        if (!card.settled) {
            card.rereads++;
        }
        return enter(State.PAUSING, code.name(), failed(ended.id(), ended.verifier(), code, !card.settled));
    }

    private List<Next> fail(FailureCode code, String detail) {
        return after(session().fail(code, detail));
    }

    /** Ends the session and the stay, for good. */
    private List<Next> abandon(FailureCode code, Next... more) {
        ReadSession current = session();
        session = null;
        List<Next> told = current.fail(code, "the terminal ended the session");
        List<Next> ended =
                List.of(new Next.EndSession(current.id()), failed(current.id(), current.verifier(), code, false));
        return join(told, join(ended, leave(code.name(), more)));
    }

    private List<Next> leave(String reason, Next... more) {
        stay = null;
        faults = 0;
        return enter(State.STOPPED, reason, more);
    }

    private List<Next> recover() {
        faults++;
        return enter(State.PAUSING, "reader failed", new Next.StopBroadcasting());
    }

    private List<Next> stays(Next... more) {
        silences = 0;
        return List.of(more);
    }

    private List<Next> missed() {
        faults = 0;
        if (stay == null || ++silences < SILENCES) {
            return List.of();
        }
        stay = null;
        return enter(State.POLLING, "card gone", new Next.Tell(new ReadingEvent.CardGone(reader)));
    }

    /** A card that was selected hears no find command until the field was off. */
    private List<Next> left() {
        stay = null;
        return enter(
                State.RESTARTING, "card gone", new Next.Tell(new ReadingEvent.CardGone(reader)), new Next.ResetField());
    }

    private State afterReset() {
        return stay != null && stay.settled ? State.REFUSING : State.POLLING;
    }

    private Next failed(UUID id, long verifier, FailureCode code, boolean retrying) {
        return new Next.Tell(new ReadingEvent.ReadFailed(reader, id, verifier, code, retrying));
    }

    private static Next trace(UUID id, CardEvent event) {
        return new Next.Trace(id, 0, event);
    }

    private ReadSession session() {
        return requireNonNull(session);
    }

    private Stay stay() {
        return requireNonNull(stay);
    }

    /** How long {@link #timedOut} is awaited in this state; 0 where the card's transceiver or the session sees to it. */
    private int waitMillis() {
        return switch (state) {
            case PRESENT -> settings.reading().presenceIntervalMillis();
            case PAUSING -> settings.reading().rereadPauseMillis() * pauses();
            case STOPPED, RESTARTING, POLLING, AWAITING_LINK, IN_SESSION, REFUSING -> 0;
        };
    }

    private int pauses() {
        return Math.max(1, Math.min(LONGEST_PAUSE, faults + (stay == null ? 0 : stay.rereads)));
    }

    /** The only place where the state changes. */
    private List<Next> enter(State next, String reason, Next... more) {
        log.debug("reader {}: {} -> {} ({})", reader, state, next, reason);
        state = next;
        silences = 0;
        return join(List.of(new Next.Await(waitMillis())), Arrays.asList(more));
    }

    private List<Next> ignore(String event) {
        log.debug("reader {}: {} ignored in {}", reader, event, state);
        return List.of();
    }
}
