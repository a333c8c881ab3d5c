package org.idrelay.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.verifier.Capability;
import org.idrelay.api.verifier.CardAnswer;
import org.idrelay.card.CardCommand;
import org.idrelay.card.HostFrame;
import org.idrelay.wire.CardAnswers;
import org.idrelay.wire.CardCommands;
import org.idrelay.wire.Failure;
import org.idrelay.wire.FindConfirm;
import org.idrelay.wire.FindRequest;
import org.idrelay.wire.FindRequest.Order;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Header;
import org.idrelay.wire.Identity;
import org.idrelay.wire.Message;
import org.idrelay.wire.ReadRequest;
import org.idrelay.wire.SelectConfirm;
import org.idrelay.wire.SelectRequest;
import org.idrelay.wire.WireException;

/** A terminal's end of one session in literal order, without a session key: reads one made-up card. Pure. */
final class PlayedRead {

    /** Where the read stands. */
    enum State {
        /** Waits for the verifier's find command, in the queue perhaps. */
        FINDING,
        /** Waits for the receipt of the ATQB. */
        CONFIRMING,
        /** Waits for the verifier's ATTRIB. */
        SELECTING,
        /** Waits for the receipt of the unique id. */
        PROVING,
        /** Runs card commands until the record comes. */
        READING,
        /** The record came. */
        READ,
        /** A failure came. */
        FAILED
    }

    private static final Set<Capability> WANTED = Set.of(Capability.TEXT_PHOTO);

    private final UUID session;
    private final MadeUpCard card;
    private Bytes given = Bytes.EMPTY;
    private State state = State.FINDING;
    private long sequence;
    private FailureCode code = FailureCode.LINK_CLOSED;
    private boolean right;

    PlayedRead(UUID session, MadeUpCard card) {
        this.session = session;
        this.card = card;
    }

    /** The first message. */
    Frame first(String reader, int stayMillis, int priorityClass) {
        FindRequest request = new FindRequest(reader, stayMillis, priorityClass, Order.LITERAL, WANTED, Bytes.EMPTY);
        return Frame.of(Header.bare(request.type(), session, sequence++, Header.NONE), request);
    }

    /**
     * A message of this session.
     *
     * @return what to answer
     * @throws WireException if it is not due
     */
    Optional<Frame> received(Frame frame) throws WireException {
        return switch (frame.header().type()) {
            case FIND_RESPONSE -> step(State.FINDING, State.CONFIRMING, frame, confirm());
            case SELECT_RESPONSE -> step(State.SELECTING, State.PROVING, frame, prove());
            case RECEIPT ->
                state == State.CONFIRMING
                        ? step(State.CONFIRMING, State.SELECTING, frame, new SelectRequest())
                        : step(State.PROVING, State.READING, frame, new ReadRequest(WANTED, List.of()));
            case CARD_COMMANDS ->
                step(State.READING, State.READING, frame, answers(((CardCommands) frame.message()).commands()));
            case IDENTITY -> {
                due(State.READING, frame);
                right = ((Identity) frame.message()).frames().equals(List.of(record(given)));
                state = State.READ;
                yield Optional.empty();
            }
            case FAILURE -> {
                code = Failure.ofClear(frame).codeOr(FailureCode.VERIFIER_FAULT);
                state = State.FAILED;
                yield Optional.empty();
            }
            case QUEUED -> {
                due(State.FINDING, frame);
                yield Optional.empty();
            }
            case FIND_REQUEST, FIND_CONFIRM, SELECT_REQUEST, SELECT_CONFIRM, READ_REQUEST, CARD_ANSWERS ->
                throw unexpected(frame);
            case HELLO, WELCOME, PING, PONG -> throw unexpected(frame);
            case VERIFIER_ADDED, VERIFIER_CHANGED, VERIFIER_REMOVED, READER_COMMAND, READER_ANSWER ->
                throw unexpected(frame);
        };
    }

    /** The record of a card that gave all that, as a played verifier makes it. */
    static Bytes record(Bytes given) {
        return HostFrame.response(0, HostFrame.OK, given).encode();
    }

    State state() {
        return state;
    }

    UUID session() {
        return session;
    }

    /** Once it is {@link State#READ}: whether the record is the card's. */
    boolean isRight() {
        return right;
    }

    /** Why it is {@link State#FAILED}. */
    FailureCode code() {
        return code;
    }

    private Optional<Frame> step(State from, State to, Frame frame, Message answer) throws WireException {
        due(from, frame);
        state = to;
        return Optional.of(Frame.of(Header.answerTo(frame.header(), answer.type(), sequence++), answer));
    }

    private void due(State in, Frame frame) throws WireException {
        if (state != in) {
            throw unexpected(frame);
        }
    }

    private WireException unexpected(Frame frame) {
        return new WireException(FailureCode.MESSAGE_UNEXPECTED, frame.header().type() + " while " + state);
    }

    private FindConfirm confirm() {
        return new FindConfirm(Bytes.EMPTY, card.atqb());
    }

    private SelectConfirm prove() {
        return new SelectConfirm(Bytes.ofHex("08"), card.uniqueId());
    }

    private CardAnswers answers(List<Bytes> commands) {
        List<CardAnswer> answers = new ArrayList<>();
        for (Bytes command : commands) {
            Bytes content = card.content(command);
            given = given.plus(content);
            answers.add(CardAnswer.of(content.plus(CardCommand.SUCCESS)));
        }
        return new CardAnswers(answers);
    }
}
