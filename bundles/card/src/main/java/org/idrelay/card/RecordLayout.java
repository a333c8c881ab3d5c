package org.idrelay.card;

import java.io.Serial;
import java.nio.charset.StandardCharsets;
import org.idrelay.api.Bytes;
import org.idrelay.api.record.IdentityRecord;
import org.idrelay.api.record.ResidentRecord;

/**
 * The record as a verifier hands it out (reference §1.3 and §3): a host frame with text, photo and perhaps fingerprints,
 * the text UTF-16LE padded with spaces.
 *
 * <pre>
 * data of the response: text length 2, photo length 2, [fingerprint length 2,] text 256, photo 1024, fingerprints
 * text: name 0/30, sex 30/2, ethnic group 32/4, birth 36/16, address 52/70, number 122/36, issuer 158/30,
 *       valid from 188/16, valid to 204/16, type of document 248/2
 * </pre>
 */
public final class RecordLayout {

    public static final int TEXT_LENGTH = 256;

    public static final int PHOTO_LENGTH = 1024;

    private static final int OK = 0x90;

    private RecordLayout() {}

    /** A document of a kind that has no layout here. */
    public static final class UnsupportedDocumentException extends Exception {

        @Serial
        private static final long serialVersionUID = 1L;

        UnsupportedDocumentException(char type) {
            super("document of type " + type);
        }
    }

    /**
     * The record in a verifier's whole host frame.
     *
     * @throws MalformedException if the frame is not a record's answer
     * @throws UnsupportedDocumentException if it is another document than a resident identity card
     */
    public static IdentityRecord parse(Bytes hostFrame) throws MalformedException, UnsupportedDocumentException {
        HostFrame response = HostFrame.decodeResponse(hostFrame);
        Bytes data = response.data();
        if (response.state() != OK || data.length() < 4 + TEXT_LENGTH + PHOTO_LENGTH) {
            throw new MalformedException("no record in a response of %d bytes".formatted(data.length()));
        }
        boolean withFingerprints = data.length() != 4 + TEXT_LENGTH + PHOTO_LENGTH;
        int start = withFingerprints ? 6 : 4;
        int fingerprintLength = withFingerprints ? number(data, 4) : 0;
        if (number(data, 0) != TEXT_LENGTH
                || number(data, 2) != PHOTO_LENGTH
                || data.length() != start + TEXT_LENGTH + PHOTO_LENGTH + fingerprintLength
                || fingerprintLength % 512 != 0
                || fingerprintLength > 1024) {
            throw new MalformedException("record lengths do not fit %d bytes".formatted(data.length()));
        }
        int photo = start + TEXT_LENGTH;
        int fingerprints = photo + PHOTO_LENGTH;
        return resident(data.slice(start, photo), data.slice(photo, fingerprints), data.from(fingerprints));
    }

    private static ResidentRecord resident(Bytes text, Bytes photo, Bytes fingerprints)
            throws UnsupportedDocumentException {
        String type = field(text, 248, 2);
        if (!type.isEmpty()) {
            throw new UnsupportedDocumentException(type.charAt(0));
        }
        String number = field(text, 122, 36);
        return new ResidentRecord(
                field(text, 0, 30),
                field(text, 30, 2),
                field(text, 32, 4),
                field(text, 36, 16),
                field(text, 52, 70),
                number,
                field(text, 158, 30),
                field(text, 188, 16),
                field(text, 204, 16),
                text,
                photo,
                fingerprints,
                CheckDigit.isGood(number));
    }

    private static String field(Bytes text, int offset, int length) {
        return new String(text.slice(offset, offset + length).toArray(), StandardCharsets.UTF_16LE).strip();
    }

    private static int number(Bytes data, int offset) {
        return data.at(offset) << 8 | data.at(offset + 1);
    }
}
