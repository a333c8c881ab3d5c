package org.idrelay.wire;

import java.nio.ByteBuffer;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;

/**
 * What a sealed body holds, before it is sealed and after it is opened: the message's own header, what else it is bound
 * to, and the body. The opener compares the first two with what came in the clear.
 *
 * <pre>
 * offset size
 *      0    1  type
 *      1   16  session
 *     17    8  term
 *     25    4  sequence
 *     29    4  replyTo
 *     33    2  length of what it is bound to
 *     35    …  what it is bound to: with FIND_CONFIRM the names of both ends, else the frame's clear part
 *      …    4  length of the body
 *      …    …  body
 * </pre>
 */
public final class Sealable {

    private static final int FIXED_LENGTH = 39;

    private Sealable() {}

    /**
     * What is to be sealed instead of a frame's body.
     *
     * @param bound what the body is bound to beside its header
     */
    public static Bytes of(Frame frame, Bytes bound) {
        Bytes start = start(frame, bound);
        ByteBuffer out = ByteBuffer.allocate(start.length() + 4 + frame.body().length());
        out.put(start.toArray()).putInt(frame.body().length()).put(frame.body().toArray());
        return Bytes.of(out.array());
    }

    /**
     * The frame with its body open.
     *
     * @param sealed the frame as it came
     * @param opened what its body held
     * @param bound what the body must be bound to beside its header
     * @throws WireException SEAL_BROKEN if it is another message's
     */
    public static Frame open(Frame sealed, Bytes opened, Bytes bound) throws WireException {
        Bytes start = start(sealed, bound);
        int bodyAt = start.length() + 4;
        if (opened.length() < bodyAt
                || !opened.startsWith(start)
                || ByteBuffer.wrap(opened.toArray()).getInt(start.length()) != opened.length() - bodyAt) {
            throw new WireException(FailureCode.SEAL_BROKEN, sealed.header().type() + " holds another message");
        }
        return new Frame(sealed.header().withSealed(false), sealed.clear(), opened.from(bodyAt));
    }

    private static Bytes start(Frame frame, Bytes bound) {
        Header header = frame.header();
        ByteBuffer out = ByteBuffer.allocate(FIXED_LENGTH - 4 + bound.length());
        out.put((byte) header.type().code())
                .putLong(header.session().getMostSignificantBits())
                .putLong(header.session().getLeastSignificantBits())
                .putLong(header.term())
                .putInt((int) header.sequence())
                .putInt((int) header.replyTo())
                .putShort((short) bound.length())
                .put(bound.toArray());
        return Bytes.of(out.array());
    }
}
