package org.idrelay.wire;

import org.idrelay.api.FailureCode;

/**
 * Ends the session, from any side; in a message of the link, ends the link.
 *
 * @param code the number in docs/failure-codes.md. Clear: 2 bytes
 * @param value with TERM_TOO_LOW the verifier's highest term, else 0. Clear: 8 bytes
 * @param detail words for operators without card data, perhaps empty. Body: 1 length byte, then up to 255 bytes of UTF-8
 */
public record Failure(int code, long value, String detail) implements Message {

    /** Characters; three bytes of UTF-8 each fit the length byte. */
    private static final int MAX_DETAIL = 85;

    /** A failure of the catalogue with words for operators, cut to what the wire takes. */
    public static Failure of(FailureCode code, String detail) {
        return new Failure(code.number(), 0, detail.length() > MAX_DETAIL ? detail.substring(0, MAX_DETAIL) : detail);
    }

    /** The catalogue's code; one that only a newer peer knows counts as {@code otherwise}. */
    public FailureCode codeOr(FailureCode otherwise) {
        return FailureCode.ofNumber(code).orElse(otherwise);
    }

    @Override
    public MessageType type() {
        return MessageType.FAILURE;
    }

    @Override
    public void encodeClear(WireWriter out) {
        out.u16(code).u64(value);
    }

    @Override
    public void encodeBody(WireWriter out) {
        out.text(detail);
    }

    /**
     * A failure without its detail, which may be sealed: all that the server reads of one.
     *
     * @throws WireException FRAME_MALFORMED if the clear part is no failure's
     */
    public static Failure ofClear(Frame frame) throws WireException {
        WireReader clear = new WireReader(frame.clear());
        Failure failure = new Failure(clear.u16(), clear.u63(), "");
        clear.end();
        return failure;
    }

    static Failure decode(WireReader clear, WireReader body) throws WireException {
        return new Failure(clear.u16(), clear.u63(), body.text());
    }
}
