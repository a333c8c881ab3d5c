package org.idrelay.terminal;

import static java.util.Objects.requireNonNull;
import static org.idrelay.terminal.Outcome.join;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.idrelay.api.record.CardPresence;
import org.idrelay.operations.reading.ReadingEvent;
import org.idrelay.terminal.TerminalSettings.Reading;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a reader stands, which card is in its field, and how both change outside of sessions. Pure. */
final class ReaderCourse {

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

    /** The longest pause is that many times the shortest. */
    private static final int LONGEST_PAUSE = 20;

    private static final Logger log = LoggerFactory.getLogger(ReaderCourse.class);

    private final String reader;
    private final Reading settings;
    private final Silences silences = new Silences();
    private State state = State.STOPPED;
    private @Nullable CardStay stay;
    private int faults;

    ReaderCourse(String reader, Reading settings) {
        this.reader = reader;
        this.settings = settings;
    }

    State state() {
        return state;
    }

    boolean hasCard() {
        return stay != null;
    }

    /** The card in the field. */
    CardStay card() {
        return requireNonNull(stay);
    }

    /** A card answered a find command: it is in the field from now on, unless it was before. */
    void cardFound(Supplier<CardPresence> presence) {
        if (stay == null) {
            stay = new CardStay(presence.get(), settings.maxRereads());
        }
    }

    /** The card in the field gave a sign of life. */
    List<Outcome> cardStays(Outcome... more) {
        silences.reset();
        return List.of(more);
    }

    /** A find command was not answered. */
    List<Outcome> cardMissed() {
        works();
        if (stay == null || !silences.areTooMany()) {
            return List.of();
        }
        stay = null;
        return enter(State.POLLING, "card gone", cardGone());
    }

    /** A card that was selected, and hears no find command until the field was off, was asked and stayed silent. */
    List<Outcome> cardSilent() {
        if (!silences.areTooMany()) {
            return List.of(awaiting(state));
        }
        stay = null;
        return enter(State.RESTARTING, "card gone", cardGone(), new Outcome.ResetField());
    }

    /** The field was off and is on again: every card has forgotten its state, and is looked for. */
    List<Outcome> broadcast() {
        boolean settled = stay != null && stay.isSettled();
        return enter(settled ? State.REFUSING : State.POLLING, "field reset", new Outcome.Broadcast());
    }

    /** The reader did what it was told. */
    void works() {
        faults = 0;
    }

    /** The reader failed, and no session with it. */
    List<Outcome> pause() {
        faults++;
        return enter(State.PAUSING, "reader failed", new Outcome.StopBroadcasting());
    }

    /** The reader is left alone, and whatever is in its field. */
    List<Outcome> leave(String reason, Outcome... more) {
        stay = null;
        works();
        return enter(State.STOPPED, reason, more);
    }

    /** The only place where the state changes. */
    List<Outcome> enter(State next, String reason, Outcome... more) {
        log.debug("reader {}: {} -> {} ({})", reader, state, next, reason);
        state = next;
        silences.reset();
        return join(List.of(awaiting(next)), Arrays.asList(more));
    }

    List<Outcome> ignore(String event) {
        log.debug("reader {}: {} ignored in {}", reader, event, state);
        return List.of();
    }

    /** How long {@link ReadProcess#timedOut} is awaited; not where the card's transceiver or the session sees to it. */
    Outcome awaiting(State in) {
        return new Outcome.Await(
                switch (in) {
                    case PRESENT -> settings.presenceIntervalMillis();
                    case PAUSING -> settings.rereadPauseMillis() * pauses();
                    case STOPPED, RESTARTING, POLLING, AWAITING_LINK, IN_SESSION, REFUSING -> 0;
                });
    }

    private int pauses() {
        return Math.max(1, Math.min(LONGEST_PAUSE, faults + (stay == null ? 0 : stay.rereads())));
    }

    private Outcome cardGone() {
        return new Outcome.Tell(new ReadingEvent.CardGone(reader));
    }
}
