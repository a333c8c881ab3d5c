package org.idrelay.verifier.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.verifier.Capability;
import org.idrelay.api.verifier.CardAnswer;
import org.idrelay.verifier.host.HostSession.State;
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
import org.idrelay.wire.MessageType;
import org.idrelay.wire.ReadRequest;
import org.idrelay.wire.SelectConfirm;
import org.idrelay.wire.SelectRequest;
import org.idrelay.wire.SelectResponse;
import org.idrelay.wire.WireException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every state meets every event. */
class HostSessionTest {

    private static final Bytes ATQB = Bytes.ofHex("5000000000D103860C008080");
    private static final Bytes UNIQUE_ID = Bytes.ofHex("A1A2A3A4A5A6A7A8");
    private static final CardCommands COMMANDS = new CardCommands(List.of(Bytes.ofHex("0084000008")));
    private static final CardAnswers ANSWERS = new CardAnswers(List.of(CardAnswer.of(Bytes.ofHex("9000"))));

    private long sequence;
    private final HostSession session = opened();

    @ParameterizedTest
    @EnumSource
    void beginsOnce(State state) throws WireException {
        reach(state);

        Outcome outcome = session.begin();
        assertEquals(state == State.WAITING ? State.FINDING : state, session.state());
        assertEquals(state == State.WAITING, outcome.call().isPresent());
    }

    @ParameterizedTest
    @EnumSource
    void takesTheMessageThatIsDueAndNoOther(State state) throws WireException {
        reach(state);
        List<Message> messages = List.of(
                new FindConfirm(Bytes.EMPTY, ATQB),
                new SelectRequest(),
                new SelectConfirm(Bytes.ofHex("08"), UNIQUE_ID),
                new ReadRequest(Set.of(Capability.TEXT_PHOTO), List.of()),
                ANSWERS);
        Optional<MessageType> due = due(state);
        for (Message message : messages) {
            if (!due.equals(Optional.of(message.type()))) {
                WireException refused =
                        assertThrows(WireException.class, () -> session.received(frame(message, sequence)));
                assertEquals(FailureCode.MESSAGE_UNEXPECTED, refused.code());
                assertEquals(state, session.state());
            }
        }
        for (Message message : messages) {
            if (due.equals(Optional.of(message.type()))) {
                Outcome outcome = session.received(frame(message, sequence));
                assertTrue(outcome.call().isPresent() || outcome.answers().isPresent());
                assertEquals(next(state), session.state());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void sendsWhatTheVerifierAnswersOnlyWhereItWasAsked(State state) throws WireException {
        reach(state);
        boolean ended = state == State.ENDED;
        Outcome outcome = session.answered(answer(state));

        switch (state) {
            case FINDING, SELECTING, READING -> {
                assertEquals(Optional.of(answer(state).type()), type(outcome));
                assertEquals(next(state), session.state());
            }
            case WAITING, FOUND, FIND_CONFIRMED, SELECTED, SELECT_CONFIRMED, EXCHANGING, ENDED -> {
                assertEquals(State.ENDED, session.state());
                assertEquals(ended ? Optional.empty() : Optional.of(MessageType.FAILURE), type(outcome));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void asksTheCardOnlyWhileReading(State state) throws WireException {
        reach(state);
        Outcome outcome = session.wanted(COMMANDS);

        if (state == State.READING) {
            assertEquals(State.EXCHANGING, session.state());
            assertEquals(Optional.of(MessageType.CARD_COMMANDS), type(outcome));
        } else {
            assertEquals(State.ENDED, session.state());
            assertEquals(state == State.ENDED ? Optional.empty() : Optional.of(MessageType.FAILURE), type(outcome));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aVoidCallThatReturnsChangesNothing(State state) throws WireException {
        reach(state);

        assertEquals(Outcome.NOTHING, session.confirmed());
        assertEquals(state, session.state());
    }

    @ParameterizedTest
    @EnumSource
    void aFailureOfTheVerifierEndsItWithAMessage(State state) throws WireException {
        reach(state);
        Outcome outcome = session.failed(FailureCode.VERIFIER_TIMEOUT, "");

        assertEquals(State.ENDED, session.state());
        assertEquals(state != State.ENDED, outcome.message().isPresent());
        assertEquals(state == State.ENDED ? FailureCode.CARD_GONE : FailureCode.VERIFIER_TIMEOUT, session.ending());
    }

    @ParameterizedTest
    @EnumSource
    void aLostLinkEndsItWithoutAWord(State state) throws WireException {
        reach(state);

        assertEquals(Outcome.NOTHING, session.end(FailureCode.LINK_SILENT));
        assertEquals(State.ENDED, session.state());
    }

    @ParameterizedTest
    @EnumSource
    void aFailureFromTheServerEndsItWithoutAWord(State state) throws WireException {
        reach(state);

        assertEquals(Outcome.NOTHING, session.received(frame(Failure.of(FailureCode.CARD_GONE, ""), Header.NONE)));
        assertEquals(State.ENDED, session.state());
        assertEquals(FailureCode.CARD_GONE, session.ending());
    }

    @ParameterizedTest
    @EnumSource
    void knowsWhetherItIsTheVerifiersTurn(State state) throws WireException {
        reach(state);
        boolean working =
                switch (state) {
                    case FINDING, FIND_CONFIRMED, SELECTING, SELECT_CONFIRMED, READING -> true;
                    case WAITING, FOUND, SELECTED, EXCHANGING, ENDED -> false;
                };

        assertEquals(working, session.awaitsVerifier());
    }

    @Test
    void itsTurnIsOverWhenAConfirmReturns() throws WireException {
        reach(State.FIND_CONFIRMED);
        session.confirmed();

        assertFalse(session.awaitsVerifier());
    }

    @Test
    void numbersAFailureLikeAnyOtherMessage() throws WireException {
        reach(State.SELECTED);
        Header header = session.failed(FailureCode.VERIFIER_REFUSED, "")
                .message()
                .orElseThrow()
                .header();

        assertEquals(List.of(2L, Header.NONE), List.of(header.sequence(), header.replyTo()));
    }

    private void reach(State state) throws WireException {
        if (state == State.ENDED) {
            session.end(FailureCode.CARD_GONE);
        }
        while (session.state() != state) {
            switch (session.state()) {
                case WAITING -> session.begin();
                case FINDING, SELECTING -> session.answered(answer(session.state()));
                case FOUND -> take(new FindConfirm(Bytes.EMPTY, ATQB));
                case FIND_CONFIRMED -> {
                    session.confirmed();
                    take(new SelectRequest());
                }
                case SELECTED -> take(new SelectConfirm(Bytes.ofHex("08"), UNIQUE_ID));
                case SELECT_CONFIRMED -> {
                    session.confirmed();
                    take(new ReadRequest(Set.of(Capability.TEXT_PHOTO), List.of()));
                }
                case READING -> session.wanted(COMMANDS);
                case EXCHANGING, ENDED -> throw new AssertionError(session.state());
            }
        }
    }

    private void take(Message message) throws WireException {
        session.received(frame(message, sequence++));
    }

    private static Optional<MessageType> due(State state) {
        return switch (state) {
            case FOUND -> Optional.of(MessageType.FIND_CONFIRM);
            case FIND_CONFIRMED -> Optional.of(MessageType.SELECT_REQUEST);
            case SELECTED -> Optional.of(MessageType.SELECT_CONFIRM);
            case SELECT_CONFIRMED -> Optional.of(MessageType.READ_REQUEST);
            case EXCHANGING -> Optional.of(MessageType.CARD_ANSWERS);
            case WAITING, FINDING, SELECTING, READING, ENDED -> Optional.empty();
        };
    }

    private static State next(State state) {
        return switch (state) {
            case WAITING -> State.FINDING;
            case FINDING -> State.FOUND;
            case FOUND -> State.FIND_CONFIRMED;
            case FIND_CONFIRMED -> State.SELECTING;
            case SELECTING -> State.SELECTED;
            case SELECTED -> State.SELECT_CONFIRMED;
            case SELECT_CONFIRMED, EXCHANGING -> State.READING;
            case READING, ENDED -> State.ENDED;
        };
    }

    private static Message answer(State state) {
        return switch (state) {
            case SELECTING -> new SelectResponse(FakeVerifier.ATTRIB);
            case READING -> new Identity(FakeVerifier.RECORD);
            case WAITING, FINDING, FOUND, FIND_CONFIRMED, SELECTED, SELECT_CONFIRMED, EXCHANGING, ENDED ->
                new FindResponse(Bytes.EMPTY, FakeVerifier.REQB);
        };
    }

    private static Optional<MessageType> type(Outcome outcome) {
        return outcome.message().map(sending -> sending.header().type());
    }

    private static Frame frame(Message message, long number) {
        return Frame.of(
                Header.bare(message.type(), new UUID(1, 2), number, Header.NONE).withLease(3, 4), message);
    }

    private HostSession opened() {
        FindRequest request = new FindRequest(
                "reader-1", 8000, 0, FindRequest.Order.LITERAL, Set.of(Capability.TEXT_PHOTO), Bytes.EMPTY);
        try {
            return new HostSession(frame(request, sequence++), Set.of(Capability.TEXT_PHOTO));
        } catch (WireException e) {
            throw new AssertionError(e);
        }
    }
}
