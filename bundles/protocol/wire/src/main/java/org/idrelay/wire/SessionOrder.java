package org.idrelay.wire;

import java.util.EnumSet;
import java.util.Set;
import org.idrelay.api.FailureCode;
import org.idrelay.api.Party;

/**
 * Holds one session's messages to their order and numbering, at any place that sees both directions. A message is
 * checked when it passes; a refused one changes nothing. Not thread-safe: a session lives on one thread.
 */
public final class SessionOrder {

    private final FindRequest.Order order;
    private final Set<MessageType> passed = EnumSet.noneOf(MessageType.class);
    private long fromTerminal;
    private long fromVerifier;
    private boolean cardBusy;

    public SessionOrder(FindRequest.Order order) {
        this.order = order;
    }

    /**
     * Takes note of a message.
     *
     * @param from the end that it came from: TERMINAL or VERIFIER
     * @throws WireException MESSAGE_UNEXPECTED if the type may not come now or from there, SEQUENCE_WRONG if its number
     *     is not the next; a failure, which ends the session, may have left some out
     */
    public void pass(Header header, Party from) throws WireException {
        MessageType type = header.type();
        if (!isDue(type, from)) {
            throw new WireException(FailureCode.MESSAGE_UNEXPECTED, type + " out of order from " + from);
        }
        long expected = from == Party.TERMINAL ? fromTerminal : fromVerifier;
        // who gives up because a message could not be sealed has counted that message
        boolean counts = type == MessageType.FAILURE ? header.sequence() >= expected : header.sequence() == expected;
        if (!counts) {
            throw new WireException(
                    FailureCode.SEQUENCE_WRONG,
                    "%s has sequence %d, not %d".formatted(type, header.sequence(), expected));
        }
        if (from == Party.TERMINAL) {
            fromTerminal++;
        } else {
            fromVerifier++;
        }
        passed.add(type);
        if (type == MessageType.CARD_COMMANDS || type == MessageType.CARD_ANSWERS) {
            cardBusy = type == MessageType.CARD_COMMANDS;
        }
    }

    /** The number of the next message from one end. */
    public long next(Party from) {
        return from == Party.TERMINAL ? fromTerminal : fromVerifier;
    }

    private boolean isDue(MessageType type, Party from) {
        if (passed.contains(MessageType.FAILURE) || passed.contains(MessageType.IDENTITY)) {
            return false;
        }
        return switch (type) {
            case FIND_REQUEST -> from == Party.TERMINAL && passed.isEmpty();
            case FIND_RESPONSE -> from == Party.VERIFIER && once(type, MessageType.FIND_REQUEST);
            case FIND_CONFIRM -> from == Party.TERMINAL && once(type, MessageType.FIND_RESPONSE);
            case SELECT_REQUEST ->
                from == Party.TERMINAL
                        && once(
                                type,
                                order == FindRequest.Order.LITERAL
                                        ? MessageType.FIND_CONFIRM
                                        : MessageType.FIND_REQUEST);
            case SELECT_RESPONSE -> from == Party.VERIFIER && once(type, MessageType.SELECT_REQUEST);
            case SELECT_CONFIRM ->
                from == Party.TERMINAL
                        && once(type, MessageType.SELECT_RESPONSE)
                        && passed.contains(MessageType.FIND_CONFIRM);
            case READ_REQUEST -> from == Party.TERMINAL && once(type, MessageType.SELECT_CONFIRM);
            case CARD_COMMANDS, IDENTITY ->
                from == Party.VERIFIER && passed.contains(MessageType.READ_REQUEST) && !cardBusy;
            case CARD_ANSWERS -> from == Party.TERMINAL && cardBusy;
            case FAILURE -> !passed.isEmpty();
            case HELLO,
                    WELCOME,
                    PING,
                    PONG,
                    VERIFIER_ADDED,
                    VERIFIER_CHANGED,
                    VERIFIER_REMOVED,
                    QUEUED,
                    RECEIPT,
                    READER_COMMAND,
                    READER_ANSWER -> false;
        };
    }

    private boolean once(MessageType type, MessageType after) {
        return !passed.contains(type) && passed.contains(after);
    }
}
