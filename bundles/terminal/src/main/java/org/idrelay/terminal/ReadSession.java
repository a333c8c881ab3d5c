package org.idrelay.terminal;

import static org.idrelay.terminal.Next.join;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.record.CardPresence;
import org.idrelay.api.record.IdentityRecord;
import org.idrelay.api.verifier.CardAnswer;
import org.idrelay.card.Atqb;
import org.idrelay.card.CardCommand;
import org.idrelay.card.MalformedException;
import org.idrelay.card.RecordLayout;
import org.idrelay.card.SamScript;
import org.idrelay.operations.reading.ReadingEvent;
import org.idrelay.terminal.Next.CardEvent;
import org.idrelay.terminal.TerminalSettings.Reading;
import org.idrelay.wire.CardAnswers;
import org.idrelay.wire.CardCommands;
import org.idrelay.wire.Failure;
import org.idrelay.wire.FindConfirm;
import org.idrelay.wire.FindRequest;
import org.idrelay.wire.FindResponse;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Header;
import org.idrelay.wire.Identity;
import org.idrelay.wire.Message;
import org.idrelay.wire.Queued;
import org.idrelay.wire.ReadRequest;
import org.idrelay.wire.Receipt;
import org.idrelay.wire.SelectConfirm;
import org.idrelay.wire.SelectRequest;
import org.idrelay.wire.SelectResponse;
import org.idrelay.wire.WireException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Steps 4 to 28 of one read, the part of {@link ReadProcess} that decides what answers our own requests (steps 9 and 18)
 * and confirms nothing else. Pure, as that is; once it has ended it wants nothing more.
 */
final class ReadSession {

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
    }

    private static final Next ASK_PRESENCE = new Next.Exchange(CardCommand.GET_UNIQUE_ID);

    private static final int STATUS_LENGTH = 2;

    private static final Logger log = LoggerFactory.getLogger(ReadSession.class);

    private final SessionHeaders headers;
    private final String reader;
    private final Atqb atqb;
    private final CardPresence presence;
    private final Reading settings;
    private final ReadProgress progress;
    private State state = State.FINDING;
    private Optional<FailureCode> failure = Optional.empty();
    private CommandRun run = new CommandRun(List.of());
    private SelectConfirm selectConfirm = new SelectConfirm(Bytes.EMPTY, Bytes.EMPTY);
    private long commandsSequence;
    private int silences;
    private boolean queued;

    ReadSession(UUID id, String reader, Atqb atqb, CardPresence presence, Reading settings) {
        this.headers = new SessionHeaders(id);
        this.reader = reader;
        this.atqb = atqb;
        this.presence = presence;
        this.settings = settings;
        this.progress = new ReadProgress(reader, id, settings.wanted());
    }

    UUID id() {
        return headers.session();
    }

    long verifier() {
        return headers.verifier();
    }

    State state() {
        return state;
    }

    /** Why it failed; empty while it lasts and if it ended with the record. */
    Optional<FailureCode> failure() {
        return failure;
    }

    /** Step 4. Called once, before any event. */
    List<Next> begin(String note) {
        FindRequest request = new FindRequest(
                reader,
                settings.cardStayMillis(),
                settings.priorityClass(),
                FindRequest.Order.LITERAL,
                settings.wanted(),
                Bytes.EMPTY);
        Next told = new Next.Tell(new ReadingEvent.CardFound(reader, id()));
        return enter(State.FINDING, "card found", List.of(told, headers.send(request, Header.NONE, note)));
    }

    /** The card answered; without CRC_B. */
    List<Next> answered(Bytes data) {
        return switch (state) {
            case SELECTING -> selecting(CardAnswer.of(data));
            case READING_FIRST -> readingFirst(CardAnswer.of(data));
            case RELAYING -> relaying(CardAnswer.of(data));
            case CHECKING -> relaying(CardAnswer.silent());
            case FINDING, CONFIRMING_FIND, REQUESTING_SELECT, CONFIRMING_SELECT, READING, ENDED ->
                ignore("card answer");
        };
    }

    /** The card's answer had a wrong CRC_B. */
    List<Next> garbled() {
        return switch (state) {
            case SELECTING, READING_FIRST, RELAYING ->
                fail(FailureCode.CARD_ANSWER_MALFORMED, "a card's answer was not readable");
            case CHECKING -> relaying(CardAnswer.silent());
            case FINDING, CONFIRMING_FIND, REQUESTING_SELECT, CONFIRMING_SELECT, READING, ENDED ->
                ignore("garbled card answer");
        };
    }

    /** The card did not answer. */
    List<Next> silent() {
        return switch (state) {
            case SELECTING, READING_FIRST -> fail(FailureCode.CARD_GONE, "the card is silent");
            case RELAYING -> enter(State.CHECKING, "card silent", List.of(ASK_PRESENCE));
            case CHECKING ->
                ++silences < ReadProcess.SILENCES
                        ? List.of(ASK_PRESENCE)
                        : fail(FailureCode.CARD_GONE, "the card is gone");
            case FINDING, CONFIRMING_FIND, REQUESTING_SELECT, CONFIRMING_SELECT, READING, ENDED -> ignore("silence");
        };
    }

    /** The time of the last {@link Next.Await} is over. */
    List<Next> timedOut() {
        return switch (state) {
            case FINDING, CONFIRMING_FIND, REQUESTING_SELECT, CONFIRMING_SELECT, READING ->
                fail(FailureCode.ANSWER_TIMEOUT, "no answer while " + state);
            case SELECTING, READING_FIRST, RELAYING, CHECKING, ENDED -> ignore("end of a wait");
        };
    }

    /** A message from server or verifier, its body open. */
    List<Next> received(Frame frame) {
        Header header = frame.header();
        try {
            Message message = frame.message();
            if (message instanceof Failure told && headers.isOf(header)) {
                return end(Optional.of(told.codeOr(FailureCode.VERIFIER_FAULT)));
            }
            return heard(header, message);
        } catch (WireException e) {
            return fail(e.code(), header.type() + " refused");
        }
    }

    /** Ends the session; the server is told. */
    List<Next> fail(FailureCode code, String detail) {
        List<Next> told = List.of(headers.send(Failure.of(code, detail), Header.NONE, detail));
        return join(told, end(Optional.of(code)));
    }

    /** Ends the session; the server cannot be told. */
    List<Next> cut(FailureCode code) {
        return end(Optional.of(code));
    }

    private List<Next> heard(Header header, Message message) throws WireException {
        return switch (state) {
            case FINDING -> {
                if (message instanceof Queued wait) {
                    yield queued(wait);
                }
                yield message instanceof FindResponse response ? confirm(header, response) : unexpected(message);
            }
            case CONFIRMING_FIND -> isReceipt(header, message) ? select() : unexpected(message);
            case REQUESTING_SELECT ->
                message instanceof SelectResponse response ? confirm(header, response) : unexpected(message);
            case CONFIRMING_SELECT -> isReceipt(header, message) ? readFirst() : unexpected(message);
            case READING -> {
                if (message instanceof Identity identity) {
                    yield deliver(header, identity);
                }
                yield message instanceof CardCommands commands ? relay(header, commands) : unexpected(message);
            }
            case SELECTING, READING_FIRST, RELAYING, CHECKING -> unexpected(message);
            case ENDED -> ignore("late message");
        };
    }

    /** Every verifier is in use: the session may wait as long as the card is likely to stay, once. */
    private List<Next> queued(Queued wait) {
        Next told = new Next.Tell(new ReadingEvent.Queued(reader, id(), wait.position()));
        if (queued) {
            return List.of(told);
        }
        queued = true;
        // A verifier that becomes free at the last moment still needs its time to answer.
        return List.of(told, new Next.Await(settings.cardStayMillis() + settings.answerTimeoutMillis()));
    }

    /** Step 9: a find response that answers our find request is confirmed, and no other. */
    private List<Next> confirm(Header header, FindResponse response) throws WireException {
        Optional<FailureCode> refusal = Judgement.refusalOf(response, header, headers);
        if (refusal.isPresent()) {
            return fail(refusal.get(), "find response refused");
        }
        headers.accept(header);
        return enter(
                State.CONFIRMING_FIND,
                "find response",
                List.of(
                        headers.trace(CardEvent.decided(9, "answers this find request", response.data())),
                        headers.send(new FindConfirm(Bytes.EMPTY, atqb.bytes()), header.sequence(), "")));
    }

    private List<Next> select() {
        run = new CommandRun(List.of(CardCommand.attrib(atqb.pupi()), CardCommand.GET_UNIQUE_ID));
        return enter(State.SELECTING, "find confirmed", exchange(11, "ATTRIB"));
    }

    /** Steps 11 to 13: the answer to ATTRIB, then the unique id, then SELECT REQUEST. */
    private List<Next> selecting(CardAnswer answer) {
        run.answered(answer);
        if (run.hasNext()) {
            return join(
                    List.of(headers.trace(CardEvent.received(11, "ATTRIB answer", answer.data()))),
                    exchange(11, "unique id command"));
        }
        if (!answer.isSuccess()) {
            return fail(FailureCode.CARD_REFUSED, "no unique id");
        }
        if (answer.data().length() < CardCommand.UNIQUE_ID_LENGTH + STATUS_LENGTH) {
            return fail(FailureCode.CARD_ANSWER_MALFORMED, "unique id cut short");
        }
        Bytes uniqueId = answer.data().slice(0, CardCommand.UNIQUE_ID_LENGTH);
        selectConfirm = new SelectConfirm(run.answers().get(0).data(), uniqueId);
        return enter(
                State.REQUESTING_SELECT,
                "card selected",
                List.of(
                        headers.trace(
                                CardEvent.received(12, "select-confirm data", SessionHeaders.body(selectConfirm))),
                        headers.send(new SelectRequest(), Header.NONE, "")));
    }

    /** Step 18: a select response that answers our select request is confirmed, and no other. */
    private List<Next> confirm(Header header, SelectResponse response) throws WireException {
        Optional<FailureCode> refusal = Judgement.refusalOf(response, header, headers, atqb);
        if (refusal.isPresent()) {
            return fail(refusal.get(), "select response refused");
        }
        headers.accept(header);
        return enter(
                State.CONFIRMING_SELECT,
                "select response",
                List.of(
                        headers.trace(CardEvent.decided(18, "answers this select request", response.data())),
                        headers.send(selectConfirm, header.sequence(), "")));
    }

    /** Step 20. */
    private List<Next> readFirst() {
        run = new CommandRun(SamScript.opening());
        return enter(State.READING_FIRST, "select confirmed", exchange(20, "read command"));
    }

    /** Steps 21 and 22: the answers to the read command and to the read of the first file, then READ REQUEST. */
    private List<Next> readingFirst(CardAnswer answer) {
        run.answered(answer);
        if (!answer.isSuccess()) {
            return fail(FailureCode.CARD_REFUSED, "the first file cannot be read");
        }
        Next heard = headers.trace(CardEvent.received(21, "read-confirm data", answer.data()));
        if (run.hasNext()) {
            return join(List.of(heard), exchange(21, "first file's read command"));
        }
        ReadRequest request = new ReadRequest(settings.wanted(), run.exchanges());
        return enter(State.READING, "first file read", List.of(heard, headers.send(request, Header.NONE, "")));
    }

    /** Step 25, towards the card. */
    private List<Next> relay(Header header, CardCommands commands) throws WireException {
        headers.accept(header);
        if (!Judgement.mayBeSent(commands.commands())) {
            return fail(FailureCode.FRAME_MALFORMED, "commands that no card may be sent");
        }
        commandsSequence = header.sequence();
        run = new CommandRun(commands.commands());
        return enter(State.RELAYING, "card commands", exchange(25, "card command"));
    }

    /** Step 25, from the card. */
    private List<Next> relaying(CardAnswer answer) {
        run.answered(answer);
        progress.relayed();
        Next heard = headers.trace(CardEvent.received(25, "card answer", answer.data()));
        if (answer.isSuccess() && run.hasNext()) {
            return join(List.of(heard), exchange(25, "card command"));
        }
        CardAnswers answers = new CardAnswers(run.answers());
        return enter(State.READING, "card answered", List.of(heard, headers.send(answers, commandsSequence, "")));
    }

    /** Step 28. For server and verifier the session has ended: no failure is told any more. */
    private List<Next> deliver(Header header, Identity identity) throws WireException {
        headers.accept(header);
        try {
            IdentityRecord record = RecordLayout.parse(identity.frames());
            List<Next> delivery = List.of(new Next.Deliver(record, presence, id(), headers.verifier()));
            return join(progress.at(100), join(delivery, end(Optional.empty())));
        } catch (MalformedException e) {
            return end(Optional.of(FailureCode.RECORD_MALFORMED));
        } catch (RecordLayout.UnsupportedDocumentException e) {
            return end(Optional.of(FailureCode.RECORD_UNSUPPORTED));
        }
    }

    private boolean isReceipt(Header header, Message message) throws WireException {
        if (!(message instanceof Receipt) || !headers.isAnswer(header)) {
            return false;
        }
        headers.accept(header);
        return true;
    }

    private List<Next> unexpected(Message message) {
        return fail(FailureCode.MESSAGE_UNEXPECTED, "%s while %s".formatted(message.type(), state));
    }

    /** The run's next command, to the card. */
    private List<Next> exchange(int step, String what) {
        return List.of(headers.trace(CardEvent.sent(step, what, run.next())), new Next.Exchange(run.next()));
    }

    /** The only place where the state changes; the next wait begins. */
    private List<Next> enter(State next, String reason, List<Next> more) {
        log.debug("session {}: {} -> {} ({})", id(), state, next, reason);
        state = next;
        silences = 0;
        return join(List.of(new Next.Await(waitMillis())), join(more, progress.at(state.percent)));
    }

    private List<Next> end(Optional<FailureCode> code) {
        failure = code;
        return enter(State.ENDED, code.map(FailureCode::name).orElse("record"), List.of());
    }

    /** How long the server may take in this state; 0 where the card's transceiver sees to it. */
    private int waitMillis() {
        return switch (state) {
            case FINDING, CONFIRMING_FIND, REQUESTING_SELECT, CONFIRMING_SELECT, READING ->
                settings.answerTimeoutMillis();
            case SELECTING, READING_FIRST, RELAYING, CHECKING, ENDED -> 0;
        };
    }

    private List<Next> ignore(String event) {
        log.debug("session {}: {} ignored in {}", id(), event, state);
        return List.of();
    }
}
