package org.idrelay.verifier.host;

import java.util.Set;
import java.util.UUID;
import org.idrelay.api.FailureCode;
import org.idrelay.api.Party;
import org.idrelay.api.verifier.Capability;
import org.idrelay.wire.CardAnswers;
import org.idrelay.wire.CardCommands;
import org.idrelay.wire.Failure;
import org.idrelay.wire.FindConfirm;
import org.idrelay.wire.FindRequest;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Header;
import org.idrelay.wire.Message;
import org.idrelay.wire.ReadRequest;
import org.idrelay.wire.SelectConfirm;
import org.idrelay.wire.SessionOrder;
import org.idrelay.wire.WireException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One card read, as the verifier's end sees it: messages become calls of the verifier, their results become messages.
 * Every event is a method that answers what to do. Lives on the event loop.
 */
final class HostSession {

    private static final Logger log = LoggerFactory.getLogger(HostSession.class);

    /** An ATQB without CRC_B. */
    private static final int ATQB_LENGTH = 12;

    /** Where a session stands. */
    enum State {
        /** The verifier is not free yet. */
        WAITING,
        /** The verifier begins to find. */
        FINDING,
        /** The verifier's REQB is out; FIND_CONFIRM comes next. */
        FOUND,
        /** The verifier has the ATQB, or will have it before its next call; SELECT_REQUEST comes next. */
        FIND_CONFIRMED,
        /** The verifier begins to select. */
        SELECTING,
        /** The verifier's ATTRIB is out; SELECT_CONFIRM comes next. */
        SELECTED,
        /** The verifier has what answers its ATTRIB, or will have it before its next call; READ_REQUEST comes next. */
        SELECT_CONFIRMED,
        /** The verifier reads. */
        READING,
        /** The verifier waits for the card's answers. */
        EXCHANGING,
        /** It is over. */
        ENDED
    }

    private final Header opening;
    private final Set<Capability> capabilities;
    // A verifier is called in the order of its contract: an early SELECT_REQUEST (ahead order) needs a forecast ATTRIB.
    private final SessionOrder order = new SessionOrder(FindRequest.Order.LITERAL);
    private State state = State.WAITING;
    private Header asked;
    private int callsOut;
    private int commandsOut;
    private FailureCode ending = FailureCode.LINK_CLOSED;

    /**
     * A session that waits for its verifier.
     *
     * @throws WireException if the frame is no well-formed FIND_REQUEST
     */
    HostSession(Frame first, Set<Capability> capabilities) throws WireException {
        first.message();
        opening = first.header();
        asked = opening;
        order.pass(opening, Party.TERMINAL);
        this.capabilities = capabilities;
    }

    /** The verifier is free. */
    Outcome begin() {
        return switch (state) {
            case WAITING -> call(State.FINDING, new VerifierCall.Find());
            case FINDING, FOUND, FIND_CONFIRMED, SELECTING, SELECTED, SELECT_CONFIRMED, READING, EXCHANGING, ENDED ->
                Outcome.NOTHING;
        };
    }

    /**
     * A message from the terminal, or the server's own Failure.
     *
     * @throws WireException if it must not come now, or is malformed
     */
    Outcome received(Frame frame) throws WireException {
        Message message = frame.message();
        Header header = frame.header();
        if (message instanceof Failure failure) {
            return end(failure.codeOr(FailureCode.TERMINAL_GAVE_UP));
        }
        order.pass(header, Party.TERMINAL);
        asked = header;
        return switch (state) {
            case FOUND -> confirmFind((FindConfirm) message);
            case FIND_CONFIRMED -> call(State.SELECTING, new VerifierCall.Select());
            case SELECTED -> confirmSelect((SelectConfirm) message);
            case SELECT_CONFIRMED -> read((ReadRequest) message);
            case EXCHANGING -> answers((CardAnswers) message);
            case WAITING, FINDING, SELECTING, READING, ENDED ->
                throw new WireException(FailureCode.MESSAGE_UNEXPECTED, message.type() + " while " + state);
        };
    }

    /** A call returned that answers nothing. */
    Outcome confirmed() {
        callsOut--;
        return Outcome.NOTHING;
    }

    /** A call returned with what is to be answered. */
    Outcome answered(Message message) {
        callsOut--;
        return switch (state) {
            case FINDING -> send(State.FOUND, message);
            case SELECTING -> send(State.SELECTED, message);
            case READING -> send(State.ENDED, message);
            case ENDED -> Outcome.NOTHING;
            case WAITING, FOUND, FIND_CONFIRMED, SELECTED, SELECT_CONFIRMED, EXCHANGING ->
                failed(FailureCode.VERIFIER_FAULT, message.type() + " while " + state);
        };
    }

    /** The verifier asks for card commands in the middle of its read. */
    Outcome wanted(CardCommands commands) {
        return switch (state) {
            case READING -> {
                commandsOut = commands.commands().size();
                yield send(State.EXCHANGING, commands);
            }
            case ENDED -> Outcome.NOTHING;
            case WAITING, FINDING, FOUND, FIND_CONFIRMED, SELECTING, SELECTED, SELECT_CONFIRMED, EXCHANGING ->
                failed(FailureCode.VERIFIER_FAULT, "card commands while " + state);
        };
    }

    /** The verifier's end gives up: a call failed or took too long, the verifier went away. */
    Outcome failed(FailureCode code, String detail) {
        return switch (state) {
            case WAITING,
                    FINDING,
                    FOUND,
                    FIND_CONFIRMED,
                    SELECTING,
                    SELECTED,
                    SELECT_CONFIRMED,
                    READING,
                    EXCHANGING -> {
                ending = code;
                yield send(State.ENDED, Failure.of(code, detail));
            }
            case ENDED -> Outcome.NOTHING;
        };
    }

    /** Nobody is left to be told. */
    Outcome end(FailureCode code) {
        return switch (state) {
            case WAITING,
                    FINDING,
                    FOUND,
                    FIND_CONFIRMED,
                    SELECTING,
                    SELECTED,
                    SELECT_CONFIRMED,
                    READING,
                    EXCHANGING -> {
                ending = code;
                enter(State.ENDED, code.name());
                yield Outcome.NOTHING;
            }
            case ENDED -> Outcome.NOTHING;
        };
    }

    /** Whether it is the verifier's turn: a call is out, and does not wait for the card. */
    boolean awaitsVerifier() {
        return callsOut > 0 && state != State.EXCHANGING && state != State.ENDED;
    }

    private Outcome confirmFind(FindConfirm confirm) throws WireException {
        if (confirm.atqb().length() != ATQB_LENGTH) {
            throw new WireException(FailureCode.FRAME_MALFORMED, "an ATQB of " + confirm.atqb());
        }
        return call(State.FIND_CONFIRMED, new VerifierCall.ConfirmFind(confirm.atqb()));
    }

    private Outcome confirmSelect(SelectConfirm confirm) {
        return call(State.SELECT_CONFIRMED, new VerifierCall.ConfirmSelect(confirm.attribAnswer(), confirm.uniqueId()));
    }

    private Outcome read(ReadRequest request) {
        if (request.wanted().isEmpty() || !capabilities.containsAll(request.wanted())) {
            return failed(FailureCode.VERIFIER_REFUSED, "cannot read " + request.wanted());
        }
        return call(State.READING, new VerifierCall.Read(request.wanted(), request.exchanged()));
    }

    private Outcome answers(CardAnswers answers) throws WireException {
        int count = answers.answers().size();
        if (count < 1 || count > commandsOut) {
            throw new WireException(
                    FailureCode.FRAME_MALFORMED, "%d answers to %d commands".formatted(count, commandsOut));
        }
        enter(State.READING, "the card answered");
        return Outcome.answer(answers.answers());
    }

    private Outcome call(State next, VerifierCall call) {
        callsOut++;
        enter(next, call.getClass().getSimpleName());
        return Outcome.call(call);
    }

    private Outcome send(State next, Message message) {
        long number = order.next(Party.VERIFIER);
        Header header = message instanceof Failure
                ? Header.bare(message.type(), id(), number, Header.NONE).withLease(opening.verifier(), term())
                : Header.answerTo(asked, message.type(), number);
        try {
            order.pass(header, Party.VERIFIER);
        } catch (WireException e) {
            throw new IllegalStateException(e);
        }
        enter(next, message.type().name());
        return Outcome.send(header, message);
    }

    /** The only place where the state changes. */
    private void enter(State next, String reason) {
        log.debug("session {} term {}: {} -> {} ({})", id(), term(), state, next, reason);
        state = next;
    }

    State state() {
        return state;
    }

    UUID id() {
        return opening.session();
    }

    long term() {
        return opening.term();
    }

    /** Why it ended, if it failed. */
    FailureCode ending() {
        return ending;
    }
}
