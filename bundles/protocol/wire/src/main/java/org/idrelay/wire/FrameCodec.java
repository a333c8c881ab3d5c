package org.idrelay.wire;

import java.nio.ByteBuffer;
import java.util.UUID;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;

/**
 * Turns one frame into bytes and back. All numbers are big endian and unsigned.
 *
 * <pre>
 * offset size
 *      0    4  length of all that follows: 40 + clear + body
 *      4    1  type
 *      5    1  flags: bit 0 = the body is sealed; the others are 0
 *      6    2  length of the clear part
 *      8   16  session
 *     24    4  verifier
 *     28    8  term
 *     36    4  sequence
 *     40    4  replyTo
 *     44    …  clear part, then body up to the frame's end
 * </pre>
 */
public final class FrameCodec {

    /** The size of the length field, which does not count itself. */
    public static final int LENGTH_SIZE = 4;

    /** The header without the length field. */
    public static final int HEADER_LENGTH = 40;

    /** The longest frame, length field included, unless a link allows less. */
    public static final int MAX_FRAME_LENGTH = 65_536;

    private static final int SEALED = 0x01;

    private FrameCodec() {}

    public static ByteBuffer encode(Frame frame) {
        Header header = frame.header();
        int length = HEADER_LENGTH + frame.clear().length() + frame.body().length();
        if (LENGTH_SIZE + length > MAX_FRAME_LENGTH) {
            throw new IllegalArgumentException("%s of %d bytes".formatted(header.type(), length));
        }
        return ByteBuffer.allocate(LENGTH_SIZE + length)
                .putInt(length)
                .put((byte) header.type().code())
                .put((byte) (header.sealed() ? SEALED : 0))
                .putShort((short) frame.clear().length())
                .putLong(header.session().getMostSignificantBits())
                .putLong(header.session().getLeastSignificantBits())
                .putInt((int) header.verifier())
                .putLong(header.term())
                .putInt((int) header.sequence())
                .putInt((int) header.replyTo())
                .put(frame.clear().toArray())
                .put(frame.body().toArray())
                .flip();
    }

    /**
     * Decodes one whole frame, length field included, and nothing more.
     *
     * @throws WireException FRAME_MALFORMED, FRAME_TOO_LONG or TYPE_UNKNOWN
     */
    public static Frame decode(ByteBuffer in) throws WireException {
        if (in.remaining() < LENGTH_SIZE + HEADER_LENGTH) {
            throw WireException.malformed("frame ends within its header");
        }
        int length = checkedLength(Integer.toUnsignedLong(in.getInt()), MAX_FRAME_LENGTH);
        if (length != in.remaining()) {
            throw WireException.malformed("length says %d, %d bytes came".formatted(length, in.remaining()));
        }
        MessageType type = MessageType.ofCode(Byte.toUnsignedInt(in.get()));
        int flags = Byte.toUnsignedInt(in.get());
        int clearLength = Short.toUnsignedInt(in.getShort());
        UUID session = new UUID(in.getLong(), in.getLong());
        long verifier = Integer.toUnsignedLong(in.getInt());
        long term = in.getLong();
        long sequence = Integer.toUnsignedLong(in.getInt());
        long replyTo = Integer.toUnsignedLong(in.getInt());
        if ((flags & ~SEALED) != 0 || term < 0) {
            throw WireException.malformed("unknown flags or a negative term");
        }
        if (clearLength > in.remaining()) {
            throw WireException.malformed("clear part of %d in %d bytes".formatted(clearLength, in.remaining()));
        }
        Header header = new Header(type, (flags & SEALED) != 0, session, verifier, term, sequence, replyTo);
        type.checkHeader(header);
        return new Frame(header, take(in, clearLength), take(in, in.remaining()));
    }

    /**
     * The value of a length field, if a link may accept it: called before memory is taken for the rest.
     *
     * @param length the length field's value
     * @param maxFrameLength the link's limit for whole frames
     */
    public static int checkedLength(long length, int maxFrameLength) throws WireException {
        if (length > maxFrameLength - LENGTH_SIZE) {
            throw new WireException(FailureCode.FRAME_TOO_LONG, "frame of %d bytes".formatted(length));
        }
        if (length < HEADER_LENGTH) {
            throw WireException.malformed("frame of %d bytes".formatted(length));
        }
        return (int) length;
    }

    private static Bytes take(ByteBuffer in, int length) {
        byte[] taken = new byte[length];
        in.get(taken);
        return Bytes.of(taken);
    }
}
