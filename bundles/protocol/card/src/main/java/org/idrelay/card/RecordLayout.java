package org.idrelay.card;

import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.idrelay.api.Bytes;
import org.idrelay.api.record.CardDate;
import org.idrelay.api.record.EthnicGroup;
import org.idrelay.api.record.ForeignRecord;
import org.idrelay.api.record.ForeignRecord2023;
import org.idrelay.api.record.IdentityRecord;
import org.idrelay.api.record.PermitRecord;
import org.idrelay.api.record.RecordParts;
import org.idrelay.api.record.ResidentRecord;
import org.idrelay.api.record.Sex;

/**
 * The record as a verifier hands it out (reference §1.3 and §3): a host frame with text, photo and perhaps fingerprints,
 * the text UTF-16LE padded with spaces.
 *
 * <pre>
 * data of the response: text length 2, photo length 2, [fingerprint length 2,] text 256, photo 1024, fingerprints
 * data of a second response: additional address 70
 * text, offset/bytes; type of document at 248/2:
 *   resident, J: name 0/30, sex 30/2, ethnic group 32/4 (not J), birth 36/16, address 52/70, number 122/36, issuer 158/30,
 *       valid from 188/16, valid to 204/16; J: pass number 220/18, issue count 238/4
 *   I: English name 0/120, sex 120/2, number 122/30, nationality 152/6, Chinese name 158/30, valid from 188/16,
 *       valid to 204/16, birth 220/16, version 236/4, authority 240/8
 *   Y: Chinese name 0/30, sex 30/2, renewal count 32/4, birth 36/16, English name 52/70 and 220/22, number 122/36,
 *       valid from 188/16, valid to 204/16, nationality 242/6, old number link 250/6
 * </pre>
 */
public final class RecordLayout {

    public static final int TEXT_LENGTH = 256;

    public static final int PHOTO_LENGTH = 1024;

    public static final int ADDRESS_LENGTH = 70;

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
     * The record in a verifier's whole host frames.
     *
     * @param hostFrames text, photo and perhaps fingerprints; then perhaps the newest additional address
     * @throws MalformedException if the first is not a record's answer, or a second one no address's
     * @throws UnsupportedDocumentException if the document's type has no layout here
     */
    public static IdentityRecord parse(List<Bytes> hostFrames) throws MalformedException, UnsupportedDocumentException {
        if (hostFrames.isEmpty() || hostFrames.size() > 2) {
            throw new MalformedException("no record in %d host frames".formatted(hostFrames.size()));
        }
        Bytes address = hostFrames.size() == 2 ? address(hostFrames.get(1)) : Bytes.EMPTY;
        Bytes data = ok(hostFrames.get(0));
        if (data.length() < 4 + TEXT_LENGTH + PHOTO_LENGTH) {
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
        return record(new RecordParts(
                data.slice(start, photo), data.slice(photo, fingerprints), data.from(fingerprints), address));
    }

    private static Bytes address(Bytes hostFrame) throws MalformedException {
        Bytes address = ok(hostFrame);
        if (address.length() != ADDRESS_LENGTH) {
            throw new MalformedException("no address in a response of %d bytes".formatted(address.length()));
        }
        return address;
    }

    private static Bytes ok(Bytes hostFrame) throws MalformedException {
        HostFrame response = HostFrame.decodeResponse(hostFrame);
        if (response.state() != HostFrame.OK) {
            throw new MalformedException("a response in state %02X".formatted(response.state()));
        }
        return response.data();
    }

    private static IdentityRecord record(RecordParts parts) throws UnsupportedDocumentException {
        Fields fields = new Fields(parts);
        String type = fields.of(248, 2);
        return switch (type) {
            case "" -> resident(fields);
            case "J" -> permit(fields);
            case "I" -> foreign(fields);
            case "Y" -> foreign2023(fields);
            default -> throw new UnsupportedDocumentException(type.charAt(0));
        };
    }

    private static IdentityRecord resident(Fields fields) {
        return new ResidentRecord(
                fields.of(0, 30),
                new Sex(fields.of(30, 2)),
                new EthnicGroup(fields.of(32, 4)),
                fields.date(36),
                fields.of(52, 70),
                fields.of(122, 36),
                fields.of(158, 30),
                fields.date(188),
                fields.date(204),
                fields.additionalAddress(),
                CheckDigit.isGood(fields.of(122, 36)),
                fields.parts());
    }

    private static IdentityRecord permit(Fields fields) {
        return new PermitRecord(
                fields.of(0, 30),
                new Sex(fields.of(30, 2)),
                fields.date(36),
                fields.of(52, 70),
                fields.of(122, 36),
                fields.of(158, 30),
                fields.date(188),
                fields.date(204),
                fields.of(220, 18),
                fields.of(238, 4),
                fields.additionalAddress(),
                CheckDigit.isGood(fields.of(122, 36)),
                fields.parts());
    }

    private static IdentityRecord foreign(Fields fields) {
        return new ForeignRecord(
                fields.of(158, 30),
                fields.of(0, 120),
                new Sex(fields.of(120, 2)),
                fields.date(220),
                fields.of(152, 6),
                fields.of(122, 30),
                fields.date(188),
                fields.date(204),
                fields.of(236, 4),
                fields.of(240, 8),
                fields.additionalAddress(),
                fields.parts());
    }

    private static IdentityRecord foreign2023(Fields fields) {
        return new ForeignRecord2023(
                fields.of(0, 30),
                fields.of(52, 70, 220, 22),
                new Sex(fields.of(30, 2)),
                fields.date(36),
                fields.of(242, 6),
                fields.of(122, 36),
                fields.date(188),
                fields.date(204),
                fields.of(32, 4),
                fields.of(250, 6),
                fields.additionalAddress(),
                CheckDigit.isGood(fields.of(122, 36)),
                fields.parts());
    }

    private static int number(Bytes data, int offset) {
        return data.at(offset) << 8 | data.at(offset + 1);
    }

    /** The text part by offsets and lengths in bytes. */
    private record Fields(RecordParts parts) {

        String of(int offset, int length) {
            return unpadded(characters(parts.text().slice(offset, offset + length)));
        }

        /** A field in two pieces: the first one's last spaces belong to it. */
        String of(int offset, int length, int secondOffset, int secondLength) {
            return unpadded(characters(parts.text().slice(offset, offset + length))
                    + characters(parts.text().slice(secondOffset, secondOffset + secondLength)));
        }

        CardDate date(int offset) {
            return new CardDate(of(offset, 16));
        }

        String additionalAddress() {
            return unpadded(characters(parts.additionalAddress()));
        }

        private static String characters(Bytes bytes) {
            return new String(bytes.toArray(), StandardCharsets.UTF_16LE);
        }

        /** Padding is U+0020 behind the text; everything else stays as it came. */
        private static String unpadded(String padded) {
            int end = padded.length();
            while (end > 0 && padded.charAt(end - 1) == ' ') {
                end--;
            }
            return padded.substring(0, end);
        }

        /** Nothing of what it holds. */
        @Override
        public String toString() {
            return "fields of a record";
        }
    }
}
