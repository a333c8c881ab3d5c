package org.idrelay.operations.trace;

import java.util.UUID;
import org.idrelay.api.Party;

/**
 * One thing that a party did in a session, as that party recorded it. Never holds card data.
 *
 * @param session the session
 * @param term the lease's term as the party knew it; 0 before the first answer named it
 * @param party who did it
 * @param name the name of that terminal, server or verifier
 * @param step the step of claim 1 that it belongs to, 1 to 28; 0 if none
 * @param action what the party did
 * @param from who the bytes came from
 * @param to who they were for
 * @param what the message, or the card command
 * @param sequence the message's sequence number; {@link #NO_SEQUENCE} for card commands and decisions
 * @param size how many bytes of card or verifier data it carried; 0 if none
 * @param digest two bytes of a digest salted by the session, by which equal bytes can be ticked; {@link #NO_DIGEST} without
 *     data, or where the party sees it sealed only
 * @param sealedDigest the same of the bytes as they stood sealed on the link; {@link #NO_DIGEST} if they were not
 * @param note words for operators, without card data; may be empty
 */
public record TraceEvent(
        UUID session,
        long term,
        Party party,
        String name,
        int step,
        Action action,
        Party from,
        Party to,
        String what,
        long sequence,
        int size,
        int digest,
        int sealedDigest,
        String note) {

    /** The sequence of what is no message between terminal and verifier. */
    public static final long NO_SEQUENCE = 0xFFFF_FFFFL;

    /** No digest. */
    public static final int NO_DIGEST = -1;

    /** What is decided when a session key stands; its note names suite, key id and peer. */
    public static final String SESSION_KEY = "session key";

    /** What a party did. */
    public enum Action {
        /** It sent a message or a card command. */
        SENT,
        /** It received a message or a card's answer. */
        RECEIVED,
        /** It decided something by itself. */
        DECIDED
    }
}
