package org.idrelay.operations.trace;

import java.util.UUID;
import org.idrelay.api.Party;

/**
 * One thing that a party did in a session, as that party recorded it. Never holds card data.
 *
 * @param session the session
 * @param recorder who did it
 * @param step the step of claim 1 that it belongs to, 1 to 28; 0 if none
 * @param action what the party did
 * @param passage with what, and between whom
 * @param data what it carried
 * @param note words for operators, without card data; may be empty
 */
public record TraceEvent(
        UUID session, Recorder recorder, int step, Action action, Passage passage, Data data, String note) {

    /** The sequence of what is no message between terminal and verifier. */
    public static final long NO_SEQUENCE = 0xFFFF_FFFFL;

    /** No digest. */
    public static final int NO_DIGEST = -1;

    /** What is decided when a session key stands; its note names suite, key id and peer. */
    public static final String SESSION_KEY = "session key";

    /**
     * Who recorded an event.
     *
     * @param name the name of that terminal, server or verifier
     */
    public record Recorder(Party party, String name) {}

    /**
     * A message, a card command, an answer, or what was decided.
     *
     * @param from who the bytes came from
     * @param to who they were for; the same for a decision
     * @param what the message, or the card command
     * @param term the lease's term as the party knew it; 0 before the first answer named it
     * @param sequence the message's sequence number; {@link #NO_SEQUENCE} for card commands and decisions
     */
    public record Passage(Party from, Party to, String what, long term, long sequence) {}

    /**
     * What is told of bytes that are not told.
     *
     * @param size how many bytes of card or verifier data; 0 if none
     * @param digest two bytes of a digest salted by the session, by which equal bytes can be ticked; {@link #NO_DIGEST}
     *     without data, or where the party sees it sealed only
     * @param sealedDigest the same of the bytes as they stood sealed on the link; {@link #NO_DIGEST} if they were not
     */
    public record Data(int size, int digest, int sealedDigest) {}

    /** What a party did. */
    public enum Action {
        /** It sent a message or a card command. */
        SENT,
        /** It received a message or a card's answer. */
        RECEIVED,
        /** It decided something by itself. */
        DECIDED
    }

    public Party party() {
        return recorder.party();
    }

    public String name() {
        return recorder.name();
    }

    public Party from() {
        return passage.from();
    }

    public Party to() {
        return passage.to();
    }

    public String what() {
        return passage.what();
    }

    public long term() {
        return passage.term();
    }

    public long sequence() {
        return passage.sequence();
    }

    public int size() {
        return data.size();
    }

    public int digest() {
        return data.digest();
    }

    public int sealedDigest() {
        return data.sealedDigest();
    }
}
