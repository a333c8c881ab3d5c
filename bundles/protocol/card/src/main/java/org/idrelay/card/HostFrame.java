package org.idrelay.card;

import org.idrelay.api.Bytes;

/**
 * A frame between host and verifier (reference §1.1): preamble, length, head, data, checksum.
 *
 * <pre>
 * AA AA AA 96 69 | LenH LenL | head… data… | CHK     Len counts head, data and CHK; CHK = XOR of all from LenH to data's end
 * </pre>
 *
 * @param head a request's CMD PARA (2 bytes) or a response's SW1 SW2 SW3 (3 bytes)
 * @param data what follows the head
 */
public record HostFrame(Bytes head, Bytes data) {

    /** Begins every frame. */
    public static final Bytes PREAMBLE = Bytes.ofHex("AAAAAA9669");

    /** Preamble and length field. */
    public static final int PREFIX_LENGTH = 7;

    /** The longest frame of a verifier: the record with fingerprints, 2321 bytes. */
    public static final int MAX_LENGTH = 2321;

    /** State of a verifier that did what it was asked. */
    public static final int OK = 0x90;

    /** State of a verifier that has nothing of what it was asked for. */
    public static final int NO_SUCH_ITEM = 0x91;

    /** State of a verifier that found a card. */
    public static final int FOUND = 0x9F;

    private static final int REQUEST_HEAD = 2;
    private static final int RESPONSE_HEAD = 3;

    /** A request: command and parameter, no data. */
    public static HostFrame request(int command, int parameter) {
        return new HostFrame(Bytes.of((byte) command, (byte) parameter), Bytes.EMPTY);
    }

    /** A response: the card's status word, the verifier's state, data. */
    public static HostFrame response(int cardStatus, int state, Bytes data) {
        return new HostFrame(Bytes.of((byte) (cardStatus >>> 8), (byte) cardStatus, (byte) state), data);
    }

    /** SW3 of a response: the verifier's state (reference §1.4), unsigned. */
    public int state() {
        return head.at(RESPONSE_HEAD - 1);
    }

    /** The whole frame. */
    public Bytes encode() {
        int length = head.length() + data.length() + 1;
        Bytes checked =
                Bytes.of((byte) (length >>> 8), (byte) length).plus(head).plus(data);
        return PREAMBLE.plus(checked).plus(Bytes.of((byte) xor(checked)));
    }

    /** The request in a whole frame. */
    public static HostFrame decodeRequest(Bytes frame) throws MalformedException {
        return decode(frame, REQUEST_HEAD);
    }

    /** The response in a whole frame. */
    public static HostFrame decodeResponse(Bytes frame) throws MalformedException {
        return decode(frame, RESPONSE_HEAD);
    }

    /**
     * How many bytes follow the first seven of a frame.
     *
     * @param prefix preamble and length field
     * @throws MalformedException if there is no preamble, or the length cannot be
     */
    public static int restLength(Bytes prefix) throws MalformedException {
        if (prefix.length() != PREFIX_LENGTH || !prefix.startsWith(PREAMBLE)) {
            throw new MalformedException("no host frame begins here");
        }
        int length = prefix.at(5) << 8 | prefix.at(6);
        if (length < REQUEST_HEAD + 1 || PREFIX_LENGTH + length > MAX_LENGTH) {
            throw new MalformedException("host frame of " + length + " bytes");
        }
        return length;
    }

    private static HostFrame decode(Bytes frame, int headLength) throws MalformedException {
        if (frame.length() < PREFIX_LENGTH + headLength + 1) {
            throw new MalformedException("host frame of " + frame.length() + " bytes");
        }
        int length = restLength(frame.slice(0, PREFIX_LENGTH));
        int end = frame.length() - 1;
        if (length != frame.length() - PREFIX_LENGTH) {
            throw new MalformedException("host frame says %d of %d bytes".formatted(length, frame.length()));
        }
        if (frame.at(end) != xor(frame.slice(PREAMBLE.length(), end))) {
            throw new MalformedException("host frame with a wrong checksum");
        }
        int dataStart = PREFIX_LENGTH + headLength;
        return new HostFrame(frame.slice(PREFIX_LENGTH, dataStart), frame.slice(dataStart, end));
    }

    private static int xor(Bytes bytes) {
        int xor = 0;
        for (int i = 0; i < bytes.length(); i++) {
            xor ^= bytes.at(i);
        }
        return xor;
    }
}
