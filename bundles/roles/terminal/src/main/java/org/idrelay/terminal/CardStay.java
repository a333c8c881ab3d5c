package org.idrelay.terminal;

import org.idrelay.api.FailureCode;
import org.idrelay.api.record.CardPresence;

/** One stay of one card in the field, over all sessions that fail: whether and how often the card is read again. */
final class CardStay {

    private final CardPresence presence;
    private final int maxRereads;
    private int rereads;
    private boolean settled;

    /** @param maxRereads how often the card is read again by itself */
    CardStay(CardPresence presence, int maxRereads) {
        this.presence = presence;
        this.maxRereads = maxRereads;
    }

    CardPresence presence() {
        return presence;
    }

    int rereads() {
        return rereads;
    }

    /** Whether no session is begun with this card any more. */
    boolean isSettled() {
        return settled;
    }

    /** Its record is delivered, or it has none. */
    void settle() {
        settled = true;
    }

    /** A session failed: whether the card is to be read again. */
    boolean failed(FailureCode code) {
        settled = !code.mayRetry() || rereads == maxRereads;
        if (!settled) {
            rereads++;
        }
        return !settled;
    }
}
