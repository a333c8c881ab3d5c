package org.idrelay.api.record;

import org.idrelay.api.Bytes;

/**
 * A resident identity card's record. Texts are trimmed of padding; codes and dates are as on the card.
 *
 * @param name the holder's name, 2 to 15 characters
 * @param sex code of GB/T 2261.1: 0 unknown, 1 male, 2 female, 9 unspecified
 * @param ethnicGroup code of GB/T 3304, two digits
 * @param birth {@code yyyymmdd}
 * @param address up to 35 characters
 * @param number 18 characters, the last a check digit
 * @param issuer the issuing authority
 * @param validFrom {@code yyyymmdd}
 * @param validTo {@code yyyymmdd} or {@code 长期}
 * @param text the 256 bytes these fields come from
 * @param photo 1024 bytes, in the card's own compression
 * @param fingerprints 0, 512 or 1024 bytes
 * @param checkDigitGood whether the number's last character fits the others
 */
public record ResidentRecord(
        String name,
        String sex,
        String ethnicGroup,
        String birth,
        String address,
        String number,
        String issuer,
        String validFrom,
        String validTo,
        Bytes text,
        Bytes photo,
        Bytes fingerprints,
        boolean checkDigitGood)
        implements IdentityRecord {

    /** The kind of document only: a record never prints what it holds. */
    @Override
    public String toString() {
        return "resident record";
    }
}
