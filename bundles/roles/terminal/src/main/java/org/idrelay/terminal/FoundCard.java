package org.idrelay.terminal;

import java.util.List;
import java.util.UUID;
import org.idrelay.api.Bytes;
import org.idrelay.card.Atqb;
import org.idrelay.card.CardCommand;
import org.idrelay.operations.trace.TraceEvent.Action;
import org.idrelay.terminal.Outcome.CardEvent;

/**
 * A card whose answer passed step 3.
 *
 * @param session the session that begins with it, if there is a server
 * @param atqb its find-confirm data
 * @param broadcasts find commands sent until it answered
 */
record FoundCard(UUID session, Atqb atqb, long broadcasts) {

    /** Steps 1 to 3, for the trace. */
    List<Outcome> steps(int pollIntervalMillis) {
        Bytes data = atqb.bytes();
        String count = "%d sent, one every %d ms".formatted(broadcasts, pollIntervalMillis);
        return List.of(
                trace(new CardEvent(1, Action.SENT, "REQB", CardCommand.REQB, count)),
                trace(CardEvent.received(2, "ATQB", data)),
                trace(CardEvent.decided(3, "find-confirm data", data)));
    }

    private Outcome trace(CardEvent event) {
        return new Outcome.Trace(session, 0, event);
    }
}
