package org.idrelay.simulator;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.idrelay.api.Bytes;
import org.idrelay.card.CardFile;
import org.idrelay.card.HostFrame;

/**
 * A person who does not exist. Area codes begin with 99, which no place has.
 *
 * @param name 2 to 15 UTF-16 units
 * @param sex code of GB/T 2261.1
 * @param ethnicGroup code of GB/T 3304
 * @param birth {@code yyyymmdd}
 * @param address up to 35 UTF-16 units
 * @param number 18 characters with a good check digit
 * @param issuer the issuing authority
 * @param validFrom {@code yyyymmdd}
 * @param validTo {@code yyyymmdd} or {@code 长期}
 * @param fingerprints whether the card carries fingerprints
 */
public record SyntheticPerson(
        String name,
        String sex,
        String ethnicGroup,
        String birth,
        String address,
        String number,
        String issuer,
        String validFrom,
        String validTo,
        boolean fingerprints) {

    private static final int TEXT_UNITS = 128;

    /** The text part of the record: 256 bytes, UTF-16LE, padded with spaces (reference §3). */
    public Bytes text() {
        StringBuilder text = new StringBuilder(" ".repeat(TEXT_UNITS));
        put(text, 0, 15, name);
        put(text, 15, 1, sex);
        put(text, 16, 2, ethnicGroup);
        put(text, 18, 8, birth);
        put(text, 26, 35, address);
        put(text, 61, 18, number);
        put(text, 79, 15, issuer);
        put(text, 94, 8, validFrom);
        put(text, 102, 8, validTo);
        return Bytes.of(text.toString().getBytes(StandardCharsets.UTF_16LE));
    }

    /** Bytes in place of a photo, this person's own: nobody has published the real format. */
    public Bytes photo() {
        return pattern(CardFile.PHOTO.length(), 7);
    }

    /** Bytes in place of fingerprints; empty for a person without. */
    public Bytes fingerprintData() {
        return fingerprints ? pattern(CardFile.FINGERPRINT.length(), 11) : Bytes.EMPTY;
    }

    /** What a verifier hands out for this person's card: whole host frames. */
    public List<Bytes> hostFrames() {
        Bytes fingerprintData = fingerprintData();
        Bytes data = Bytes.ofHex("01000400%04X".formatted(fingerprintData.length()))
                .plus(text())
                .plus(photo())
                .plus(fingerprintData);
        return List.of(HostFrame.response(0, CardRead.OK, data).encode());
    }

    @Override
    public String toString() {
        return "synthetic person";
    }

    private Bytes pattern(int length, int factor) {
        int start = number.hashCode();
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (start + factor * i + (start >>> (i % 24)));
        }
        return Bytes.of(bytes);
    }

    private static void put(StringBuilder text, int offset, int length, String value) {
        if (value.length() > length) {
            throw new IllegalArgumentException("a field holds %d characters, not %d".formatted(length, value.length()));
        }
        text.replace(offset, offset + value.length(), value);
    }
}
