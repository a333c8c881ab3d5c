package org.idrelay.wire;

import static org.idrelay.api.Party.TERMINAL;
import static org.idrelay.api.Party.VERIFIER;
import static org.idrelay.wire.MessageType.CARD_ANSWERS;
import static org.idrelay.wire.MessageType.CARD_COMMANDS;
import static org.idrelay.wire.MessageType.FAILURE;
import static org.idrelay.wire.MessageType.FIND_CONFIRM;
import static org.idrelay.wire.MessageType.FIND_REQUEST;
import static org.idrelay.wire.MessageType.FIND_RESPONSE;
import static org.idrelay.wire.MessageType.IDENTITY;
import static org.idrelay.wire.MessageType.READ_REQUEST;
import static org.idrelay.wire.MessageType.SELECT_CONFIRM;
import static org.idrelay.wire.MessageType.SELECT_REQUEST;
import static org.idrelay.wire.MessageType.SELECT_RESPONSE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Set;
import org.idrelay.api.FailureCode;
import org.idrelay.api.Party;
import org.idrelay.wire.FindRequest.Order;
import org.junit.jupiter.api.Test;

class SessionOrderTest {

    private static final List<MessageType> LITERAL = List.of(
            FIND_REQUEST,
            FIND_RESPONSE,
            FIND_CONFIRM,
            SELECT_REQUEST,
            SELECT_RESPONSE,
            SELECT_CONFIRM,
            READ_REQUEST,
            CARD_COMMANDS,
            CARD_ANSWERS,
            CARD_COMMANDS,
            CARD_ANSWERS,
            IDENTITY);

    private static final List<MessageType> AHEAD = List.of(
            FIND_REQUEST,
            SELECT_REQUEST,
            FIND_RESPONSE,
            SELECT_RESPONSE,
            FIND_CONFIRM,
            SELECT_CONFIRM,
            READ_REQUEST,
            CARD_COMMANDS,
            CARD_ANSWERS,
            IDENTITY);

    @Test
    void passesAReadInBothOrders() throws WireException {
        pass(new SessionOrder(Order.LITERAL), LITERAL);
        pass(new SessionOrder(Order.AHEAD), AHEAD);
    }

    /** At every point of a literal read, exactly the next message and a failure pass. */
    @Test
    void refusesWhateverIsNotDue() throws WireException {
        for (int passed = 0; passed < LITERAL.size(); passed++) {
            for (MessageType type : MessageType.values()) {
                for (Party from : List.of(TERMINAL, VERIFIER)) {
                    SessionOrder order = new SessionOrder(Order.LITERAL);
                    pass(order, LITERAL.subList(0, passed));
                    Set<MessageType> due = passed >= LITERAL.indexOf(CARD_COMMANDS) && from == VERIFIER
                            ? (LITERAL.get(passed) == CARD_ANSWERS ? Set.of() : Set.of(CARD_COMMANDS, IDENTITY))
                            : Set.of(LITERAL.get(passed));
                    boolean good = type == FAILURE
                            ? passed > 0
                            : due.contains(type) && type.origin().orElseThrow() == from;
                    if (good) {
                        order.pass(header(type, order.next(from)), from);
                    } else {
                        assertEquals(FailureCode.MESSAGE_UNEXPECTED, refusal(order, type, order.next(from), from));
                    }
                }
            }
        }
    }

    @Test
    void refusesARepeatedAndASkippedSequence() throws WireException {
        SessionOrder order = new SessionOrder(Order.LITERAL);
        pass(order, LITERAL.subList(0, 2));
        assertEquals(FailureCode.SEQUENCE_WRONG, refusal(order, FIND_CONFIRM, 0, TERMINAL));
        assertEquals(FailureCode.SEQUENCE_WRONG, refusal(order, FIND_CONFIRM, 2, TERMINAL));
        order.pass(header(FIND_CONFIRM, 1), TERMINAL);
    }

    @Test
    void passesNothingOnceTheSessionEnded() throws WireException {
        SessionOrder order = new SessionOrder(Order.LITERAL);
        pass(order, LITERAL.subList(0, 3));
        order.pass(header(FAILURE, 1), VERIFIER);
        for (MessageType type : MessageType.values()) {
            assertEquals(FailureCode.MESSAGE_UNEXPECTED, refusal(order, type, 2, TERMINAL));
        }
    }

    private static void pass(SessionOrder order, List<MessageType> types) throws WireException {
        for (MessageType type : types) {
            Party from = type.origin().orElseThrow();
            order.pass(header(type, order.next(from)), from);
        }
    }

    @Test
    void aFailureMayLeaveOutWhatCouldNotBeSealedButRepeatsNothing() throws WireException {
        SessionOrder order = new SessionOrder(FindRequest.Order.LITERAL);
        order.pass(header(FIND_REQUEST, 0), TERMINAL);
        order.pass(header(FIND_RESPONSE, 0), VERIFIER);
        assertEquals(FailureCode.SEQUENCE_WRONG, refusal(order, FAILURE, 0, VERIFIER));
        assertEquals(FailureCode.SEQUENCE_WRONG, refusal(order, FAILURE, 0, TERMINAL));
        order.pass(header(FAILURE, 3), VERIFIER);
        assertEquals(FailureCode.MESSAGE_UNEXPECTED, refusal(order, FIND_CONFIRM, 1, TERMINAL));
    }

    private static FailureCode refusal(SessionOrder order, MessageType type, long sequence, Party from) {
        return assertThrows(WireException.class, () -> order.pass(header(type, sequence), from))
                .code();
    }

    private static Header header(MessageType type, long sequence) {
        return Header.bare(type, Examples.SESSION, sequence, Header.NONE).withLease(1, 1);
    }
}
