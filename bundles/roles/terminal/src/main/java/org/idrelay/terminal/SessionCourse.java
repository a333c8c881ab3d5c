package org.idrelay.terminal;

import static org.idrelay.terminal.Outcome.join;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.idrelay.api.FailureCode;
import org.idrelay.terminal.TerminalSettings.Reading;
import org.idrelay.wire.Failure;
import org.idrelay.wire.Header;
import org.idrelay.wire.MessageType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a session stands, how it comes from one state into the next, and how it ends. Pure. */
final class SessionCourse {

    /** Where a session stands, and how much of the read is done by then. */
    enum State {
        /** Step 4 is done: FIND RESPONSE is awaited, perhaps in the server's queue. */
        FINDING(0),
        /** Step 9 is done: the receipt for it is awaited. */
        CONFIRMING_FIND(10),
        /** Steps 11 and 12: ATTRIB and the unique id are exchanged with the card. */
        SELECTING(15),
        /** Step 13 is done: SELECT RESPONSE is awaited. */
        REQUESTING_SELECT(20),
        /** Step 18 is done: the receipt for it is awaited. */
        CONFIRMING_SELECT(25),
        /** Steps 20 and 21: the read command and the first file are exchanged with the card. */
        READING_FIRST(30),
        /** From step 22: the verifier's card commands or its record are awaited. */
        READING(35),
        /** Step 25: the verifier's card commands are run on the card. */
        RELAYING(35),
        /** The card was silent in step 25 and is asked whether it is still there. */
        CHECKING(35),
        /** The record is delivered, or the session failed. */
        ENDED(0);

        private final int percent;

        State(int percent) {
            this.percent = percent;
        }

        /** What is awaited from server and verifier, who may always fail; empty where it is the card's turn. */
        private Set<MessageType> awaited() {
            return switch (this) {
                case FINDING -> Set.of(MessageType.QUEUED, MessageType.FIND_RESPONSE);
                case CONFIRMING_FIND, CONFIRMING_SELECT -> Set.of(MessageType.RECEIPT);
                case REQUESTING_SELECT -> Set.of(MessageType.SELECT_RESPONSE);
                case READING -> Set.of(MessageType.CARD_COMMANDS, MessageType.IDENTITY);
                case SELECTING, READING_FIRST, RELAYING, CHECKING, ENDED -> Set.of();
            };
        }
    }

    private static final Logger log = LoggerFactory.getLogger(SessionCourse.class);

    private final SessionHeaders headers;
    private final ReadProgress progress;
    private final int answerTimeoutMillis;
    private State state = State.FINDING;
    private Optional<FailureCode> failure = Optional.empty();

    SessionCourse(SessionHeaders headers, ReadProgress progress, Reading settings) {
        this.headers = headers;
        this.progress = progress;
        this.answerTimeoutMillis = settings.answerTimeoutMillis();
    }

    State state() {
        return state;
    }

    /** Why it failed; empty while it lasts and if it ended with the record. */
    Optional<FailureCode> failure() {
        return failure;
    }

    /** Whether such a message may come now. */
    boolean awaits(MessageType type) {
        return state.awaited().contains(type);
    }

    /** Whether it is the turn of server or verifier; the card's transceiver sees to the card's. */
    boolean awaitsAnswer() {
        return !state.awaited().isEmpty();
    }

    /** The only place where the state changes; the next wait begins. */
    List<Outcome> enter(State next, String reason, List<Outcome> more) {
        log.debug("session {}: {} -> {} ({})", headers.session(), state, next, reason);
        state = next;
        Outcome wait = new Outcome.Await(awaitsAnswer() ? answerTimeoutMillis : 0);
        return join(List.of(wait), join(more, progress.at(state.percent)));
    }

    /** Ends the session; the server is told. */
    List<Outcome> fail(FailureCode code, String detail) {
        List<Outcome> told = List.of(headers.send(Failure.of(code, detail), Header.NONE, detail));
        return join(told, end(Optional.of(code)));
    }

    /** Ends the session; the server is not told. */
    List<Outcome> end(Optional<FailureCode> code) {
        failure = code;
        return enter(State.ENDED, code.map(FailureCode::name).orElse("record"), List.of());
    }

    List<Outcome> unexpected(MessageType type) {
        return fail(FailureCode.MESSAGE_UNEXPECTED, "%s while %s".formatted(type, state));
    }

    List<Outcome> ignore(String event) {
        log.debug("session {}: {} ignored in {}", headers.session(), event, state);
        return List.of();
    }
}
