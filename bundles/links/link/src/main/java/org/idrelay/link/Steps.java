package org.idrelay.link;

import org.idrelay.api.Party;
import org.idrelay.operations.trace.TraceEvent.Action;
import org.idrelay.wire.MessageType;

/** Which step of claim 1 a message is, seen from the party that sends or receives it. */
final class Steps {

    private Steps() {}

    /** The step, 1 to 28, or 0 if the claim does not number it. */
    static int of(Party party, Action action, MessageType type) {
        return switch (type) {
            case FIND_REQUEST -> at(party, 4, 5, 6);
            case FIND_RESPONSE -> at(party, 8, 7, 6);
            // steps 10 and 19 end at the server: what the verifier does with the confirms has no number of its own
            case FIND_CONFIRM -> at(party, 9, 10, 0);
            case SELECT_REQUEST -> at(party, 13, 14, 15);
            case SELECT_RESPONSE -> at(party, 17, 16, 15);
            case SELECT_CONFIRM -> at(party, 18, 19, 0);
            case READ_REQUEST -> at(party, 22, 23, 24);
            case CARD_COMMANDS, CARD_ANSWERS -> at(party, 25, 25, 25);
            case IDENTITY -> action == Action.RECEIVED ? at(party, 28, 26, 0) : at(party, 0, 27, 0);
            case HELLO,
                    WELCOME,
                    PING,
                    PONG,
                    VERIFIER_ADDED,
                    VERIFIER_CHANGED,
                    VERIFIER_REMOVED,
                    QUEUED,
                    RECEIPT,
                    FAILURE,
                    READER_COMMAND,
                    READER_ANSWER -> 0;
        };
    }

    private static int at(Party party, int terminal, int server, int verifier) {
        return switch (party) {
            case TERMINAL -> terminal;
            case SERVER -> server;
            case VERIFIER -> verifier;
            case READER, CARD, LINK -> 0;
        };
    }
}
