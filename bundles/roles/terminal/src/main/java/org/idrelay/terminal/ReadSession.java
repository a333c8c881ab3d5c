package org.idrelay.terminal;

import static org.idrelay.terminal.Outcome.join;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.record.CardPresence;
import org.idrelay.api.record.IdentityRecord;
import org.idrelay.card.Atqb;
import org.idrelay.card.MalformedException;
import org.idrelay.card.RecordLayout;
import org.idrelay.operations.reading.ReadingEvent;
import org.idrelay.terminal.Judgement.Refusal;
import org.idrelay.terminal.SessionCourse.State;
import org.idrelay.terminal.TerminalSettings.Reading;
import org.idrelay.wire.CardCommands;
import org.idrelay.wire.Failure;
import org.idrelay.wire.FindResponse;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Header;
import org.idrelay.wire.Identity;
import org.idrelay.wire.Message;
import org.idrelay.wire.MessageType;
import org.idrelay.wire.Queued;
import org.idrelay.wire.SelectResponse;
import org.idrelay.wire.WireException;

/**
 * Steps 4 to 28 of one read, the part of {@link ReadProcess} that decides what answers our own requests (steps 9 and 18)
 * and confirms nothing else. Pure, as that is; once it has ended it wants nothing more.
 */
final class ReadSession {

    private final SessionHeaders headers;
    private final Atqb atqb;
    private final CardPresence presence;
    private final Reading settings;
    private final ReadSteps steps;
    private final ReadProgress progress;
    private final SessionCourse course;
    private final CardTurn card;
    private boolean queued;

    ReadSession(UUID id, Atqb atqb, CardPresence presence, Reading settings) {
        this.headers = new SessionHeaders(id);
        this.atqb = atqb;
        this.presence = presence;
        this.settings = settings;
        this.steps = new ReadSteps(headers, atqb, settings);
        this.progress = new ReadProgress(presence.reader(), id, settings.wanted());
        this.course = new SessionCourse(headers, progress, settings);
        this.card = new CardTurn(course, steps, progress);
    }

    UUID id() {
        return headers.session();
    }

    long verifier() {
        return headers.verifier();
    }

    State state() {
        return course.state();
    }

    /** Why it failed; empty while it lasts and if it ended with the record. */
    Optional<FailureCode> failure() {
        return course.failure();
    }

    /** Step 4. Called once, before any event. */
    List<Outcome> begin(String note) {
        Outcome told = new Outcome.Tell(new ReadingEvent.CardFound(presence.reader(), id()));
        return course.enter(State.FINDING, "card found", List.of(told, steps.requestFind(presence.reader(), note)));
    }

    /** The card answered; without CRC_B. */
    List<Outcome> answered(Bytes data) {
        return card.answered(data);
    }

    /** The card's answer had a wrong CRC_B. */
    List<Outcome> garbled() {
        return card.garbled();
    }

    /** The card did not answer. */
    List<Outcome> silent() {
        return card.silent();
    }

    /** The time of the last {@link Outcome.Await} is over. */
    List<Outcome> timedOut() {
        return course.awaitsAnswer()
                ? fail(FailureCode.ANSWER_TIMEOUT, "no answer while " + course.state())
                : course.ignore("end of a wait");
    }

    /** A message from server or verifier, its body open. */
    List<Outcome> received(Frame frame) {
        if (course.state() == State.ENDED) {
            return course.ignore("late message");
        }
        Header header = frame.header();
        try {
            return heard(header, frame.message());
        } catch (WireException e) {
            return fail(e.code(), header.type() + " refused");
        }
    }

    /** Ends the session; the server is told. */
    List<Outcome> fail(FailureCode code, String detail) {
        return course.fail(code, detail);
    }

    /** Ends the session; the server cannot be told. */
    List<Outcome> cut(FailureCode code) {
        return course.end(Optional.of(code));
    }

    private List<Outcome> heard(Header header, Message message) throws WireException {
        MessageType type = header.type();
        boolean awaited = course.awaits(type);
        return switch (type) {
            case QUEUED -> awaited ? inLine((Queued) message) : course.unexpected(type);
            case FIND_RESPONSE -> awaited ? confirm(header, (FindResponse) message) : course.unexpected(type);
            case RECEIPT -> awaited && headers.isAnswer(header) ? confirmed(header) : course.unexpected(type);
            case SELECT_RESPONSE -> awaited ? confirm(header, (SelectResponse) message) : course.unexpected(type);
            case CARD_COMMANDS -> awaited ? relay(header, (CardCommands) message) : course.unexpected(type);
            case IDENTITY -> awaited ? deliver(header, (Identity) message) : course.unexpected(type);
            case FAILURE -> headers.isOf(header) ? failed((Failure) message) : course.unexpected(type);
            case FIND_REQUEST,
                    FIND_CONFIRM,
                    SELECT_REQUEST,
                    SELECT_CONFIRM,
                    READ_REQUEST,
                    CARD_ANSWERS,
                    HELLO,
                    WELCOME,
                    PING,
                    PONG,
                    VERIFIER_ADDED,
                    VERIFIER_CHANGED,
                    VERIFIER_REMOVED,
                    READER_COMMAND,
                    READER_ANSWER -> course.unexpected(type);
        };
    }

    /** Every verifier is in use: the session may wait as long as the card is likely to stay, once. */
    private List<Outcome> inLine(Queued wait) {
        Outcome told = new Outcome.Tell(new ReadingEvent.Queued(presence.reader(), id(), wait.position()));
        if (queued) {
            return List.of(told);
        }
        queued = true;
        // A verifier that becomes free at the last moment still needs its time to answer.
        return List.of(told, new Outcome.Await(settings.cardStayMillis() + settings.answerTimeoutMillis()));
    }

    /** Step 9: a find response that answers our find request is confirmed, and no other. */
    private List<Outcome> confirm(Header header, FindResponse response) throws WireException {
        Optional<Refusal> refusal = Judgement.of(response, header, headers);
        if (refusal.isPresent()) {
            return fail(refusal.get());
        }
        headers.accept(header);
        return course.enter(State.CONFIRMING_FIND, "find response", steps.confirm(header, response));
    }

    /** Step 18: a select response that answers our select request is confirmed, and no other. */
    private List<Outcome> confirm(Header header, SelectResponse response) throws WireException {
        Optional<Refusal> refusal = Judgement.of(response, header, headers, atqb);
        if (refusal.isPresent()) {
            return fail(refusal.get());
        }
        headers.accept(header);
        return course.enter(State.CONFIRMING_SELECT, "select response", steps.confirm(header, response));
    }

    /** Steps 11 and 20: the confirm that was sent last is at the server. */
    private List<Outcome> confirmed(Header header) throws WireException {
        headers.accept(header);
        return switch (course.state()) {
            case CONFIRMING_FIND -> course.enter(State.SELECTING, "find confirmed", steps.select());
            case CONFIRMING_SELECT -> course.enter(State.READING_FIRST, "select confirmed", steps.readFirst());
            case FINDING, SELECTING, REQUESTING_SELECT, READING_FIRST, READING, RELAYING, CHECKING, ENDED ->
                course.unexpected(header.type());
        };
    }

    /** Step 25, towards the card. */
    private List<Outcome> relay(Header header, CardCommands commands) throws WireException {
        headers.accept(header);
        return Judgement.of(commands)
                .map(this::fail)
                .orElseGet(
                        () -> course.enter(State.RELAYING, "card commands", steps.relay(header, commands.commands())));
    }

    /** Step 28. For server and verifier the session has ended: no failure is told any more. */
    private List<Outcome> deliver(Header header, Identity identity) throws WireException {
        headers.accept(header);
        try {
            IdentityRecord record = RecordLayout.parse(identity.frames());
            List<Outcome> delivery = List.of(new Outcome.Deliver(record, presence, id(), verifier()));
            return join(progress.at(100), join(delivery, course.end(Optional.empty())));
        } catch (MalformedException e) {
            return course.end(Optional.of(FailureCode.RECORD_MALFORMED));
        } catch (RecordLayout.UnsupportedDocumentException e) {
            return course.end(Optional.of(FailureCode.RECORD_UNSUPPORTED));
        }
    }

    private List<Outcome> failed(Failure told) {
        return course.end(Optional.of(told.codeOr(FailureCode.VERIFIER_FAULT)));
    }

    private List<Outcome> fail(Refusal refusal) {
        return fail(refusal.code(), refusal.detail());
    }
}
