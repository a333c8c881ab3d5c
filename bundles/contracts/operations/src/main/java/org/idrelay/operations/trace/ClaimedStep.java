package org.idrelay.operations.trace;

import static org.idrelay.api.Party.CARD;
import static org.idrelay.api.Party.SERVER;
import static org.idrelay.api.Party.TERMINAL;
import static org.idrelay.api.Party.VERIFIER;

import java.util.List;
import org.idrelay.api.Party;

/**
 * A step of claim 1: who speaks to whom, and in whose log it stands.
 *
 * @param number 1 to 28
 * @param from who speaks
 * @param to who is spoken to; the same as {@code from} if the step is a decision
 * @param recordedBy the party that records it
 */
record ClaimedStep(int number, Party from, Party to, Party recordedBy) {

    /** The step in which commands and answers pass between verifier and card, as often as the verifier wants. */
    static final int EXCHANGE = 25;

    /** All of them, in order. */
    static final List<ClaimedStep> ALL = List.of(
            new ClaimedStep(1, TERMINAL, CARD, TERMINAL),
            new ClaimedStep(2, CARD, TERMINAL, TERMINAL),
            new ClaimedStep(3, TERMINAL, TERMINAL, TERMINAL),
            new ClaimedStep(4, TERMINAL, SERVER, TERMINAL),
            new ClaimedStep(5, SERVER, VERIFIER, SERVER),
            new ClaimedStep(6, VERIFIER, SERVER, VERIFIER),
            new ClaimedStep(7, SERVER, TERMINAL, SERVER),
            new ClaimedStep(8, SERVER, TERMINAL, TERMINAL),
            new ClaimedStep(9, TERMINAL, SERVER, TERMINAL),
            new ClaimedStep(10, SERVER, VERIFIER, SERVER),
            new ClaimedStep(11, TERMINAL, CARD, TERMINAL),
            new ClaimedStep(12, CARD, TERMINAL, TERMINAL),
            new ClaimedStep(13, TERMINAL, SERVER, TERMINAL),
            new ClaimedStep(14, SERVER, VERIFIER, SERVER),
            new ClaimedStep(15, VERIFIER, SERVER, VERIFIER),
            new ClaimedStep(16, SERVER, TERMINAL, SERVER),
            new ClaimedStep(17, SERVER, TERMINAL, TERMINAL),
            new ClaimedStep(18, TERMINAL, SERVER, TERMINAL),
            new ClaimedStep(19, SERVER, VERIFIER, SERVER),
            new ClaimedStep(20, TERMINAL, CARD, TERMINAL),
            new ClaimedStep(21, CARD, TERMINAL, TERMINAL),
            new ClaimedStep(22, TERMINAL, SERVER, TERMINAL),
            new ClaimedStep(23, SERVER, VERIFIER, SERVER),
            new ClaimedStep(24, SERVER, VERIFIER, VERIFIER),
            new ClaimedStep(EXCHANGE, VERIFIER, CARD, TERMINAL),
            new ClaimedStep(26, VERIFIER, SERVER, SERVER),
            new ClaimedStep(27, SERVER, TERMINAL, SERVER),
            new ClaimedStep(28, SERVER, TERMINAL, TERMINAL));

    boolean isDirectionOf(TraceEvent event) {
        return event.from() == from && event.to() == to;
    }
}
