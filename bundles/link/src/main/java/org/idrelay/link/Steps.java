package org.idrelay.link;

import org.idrelay.api.Party;
import org.idrelay.operations.trace.TraceEvent.Action;
import org.idrelay.wire.MessageType;

/** Which step of claim 1 a message is, seen from the party that sends or receives it. */
final class Steps {

    private Steps() {}

    /** The step, 1 to 28, or 0 if the claim does not number it. */
    static int of(Party party, Action action, MessageType type) {
        return switch (party) {
            case TERMINAL -> atTerminal(action, type);
            case SERVER -> atServer(action, type);
            case VERIFIER -> atVerifier(type);
            case READER, CARD, LINK -> 0;
        };
    }

    private static int atTerminal(Action action, MessageType type) {
        return switch (type) {
            case FIND_REQUEST -> 4;
            case FIND_RESPONSE -> 8;
            case FIND_CONFIRM -> 9;
            case SELECT_REQUEST -> 13;
            case SELECT_RESPONSE -> 17;
            case SELECT_CONFIRM -> 18;
            case READ_REQUEST -> 22;
            case CARD_COMMANDS, CARD_ANSWERS -> 25;
            case IDENTITY -> action == Action.RECEIVED ? 28 : 0;
            default -> 0;
        };
    }

    private static int atServer(Action action, MessageType type) {
        return switch (type) {
            case FIND_REQUEST -> 5;
            case FIND_RESPONSE -> 7;
            case FIND_CONFIRM -> 10;
            case SELECT_REQUEST -> 14;
            case SELECT_RESPONSE -> 16;
            case SELECT_CONFIRM -> 19;
            case READ_REQUEST -> 23;
            case CARD_COMMANDS, CARD_ANSWERS -> 25;
            case IDENTITY -> action == Action.RECEIVED ? 26 : 27;
            default -> 0;
        };
    }

    /** Steps 10 and 19 end at the server: what the verifier does with the confirms has no number of its own. */
    private static int atVerifier(MessageType type) {
        return switch (type) {
            case FIND_REQUEST, FIND_RESPONSE -> 6;
            case SELECT_REQUEST, SELECT_RESPONSE -> 15;
            case READ_REQUEST -> 24;
            case CARD_COMMANDS, CARD_ANSWERS -> 25;
            default -> 0;
        };
    }
}
