package org.idrelay.wire;

import java.util.UUID;

/**
 * The clear header of a frame. The server rewrites verifier and term, nothing else.
 *
 * @param type the message's type; 1 byte
 * @param sealed whether the body is sealed with the session key; bit 0 of the flags byte
 * @param session 16 random bytes minted by the terminal; {@link #NO_SESSION} for messages of the link itself
 * @param verifier the verifier's number on this link; 4 bytes, 0 = none yet
 * @param term the lease's term; 8 bytes, 0 = none yet
 * @param sequence counts from 0 per session and direction between terminal and verifier; 4 bytes, {@link #NONE} on
 *     messages that the server or the link itself originates
 * @param replyTo the sequence that this message answers; 4 bytes, {@link #NONE} if it answers none
 */
public record Header(
        MessageType type, boolean sealed, UUID session, long verifier, long term, long sequence, long replyTo) {

    /** No sequence: 0xFFFFFFFF. */
    public static final long NONE = 0xFFFF_FFFFL;

    /** The session of messages that belong to the link: 16 zero bytes. */
    public static final UUID NO_SESSION = new UUID(0, 0);

    /** The header of a message that belongs to the link and not to a session. */
    public static Header ofLink(MessageType type) {
        return bare(type, NO_SESSION, NONE, NONE);
    }

    /** An open header that names no lease. */
    public static Header bare(MessageType type, UUID session, long sequence, long replyTo) {
        return new Header(type, false, session, 0, 0, sequence, replyTo);
    }

    /** The open header of an answer to a message: its session, its lease, its sequence as replyTo. */
    public static Header answerTo(Header asked, MessageType type, long sequence) {
        return new Header(type, false, asked.session, asked.verifier, asked.term, sequence, asked.sequence);
    }

    /** The same header on another link, under another lease. */
    public Header withLease(long newVerifier, long newTerm) {
        return new Header(type, sealed, session, newVerifier, newTerm, sequence, replyTo);
    }

    /** The same header for a body that is sealed, or is open again. */
    public Header withSealed(boolean nowSealed) {
        return new Header(type, nowSealed, session, verifier, term, sequence, replyTo);
    }
}
