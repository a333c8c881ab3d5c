package org.idrelay.api.record;

import static org.idrelay.api.record.RecordField.Key.ADDRESS;
import static org.idrelay.api.record.RecordField.Key.BIRTH;
import static org.idrelay.api.record.RecordField.Key.ISSUER;
import static org.idrelay.api.record.RecordField.Key.ISSUE_COUNT;
import static org.idrelay.api.record.RecordField.Key.NAME;
import static org.idrelay.api.record.RecordField.Key.NUMBER;
import static org.idrelay.api.record.RecordField.Key.PASS_NUMBER;
import static org.idrelay.api.record.RecordField.Key.VALID_FROM;
import static org.idrelay.api.record.RecordField.Key.VALID_TO;

import java.util.List;

/**
 * The record of a residence permit for residents of Hong Kong, Macao and Taiwan. Texts are without padding.
 *
 * @param name the holder's name, 2 to 15 UTF-16 units
 * @param address up to 35 UTF-16 units
 * @param number 18 characters, the last a check digit; begins with 810000, 820000 or 830000
 * @param issuer the issuing authority
 * @param validTo a date or {@code 长期}
 * @param passNumber of the travel pass, up to 9 characters
 * @param issueCount how often the permit was issued, two digits
 * @param additionalAddress the newest one; empty without
 * @param checkDigitGood whether the number's last character fits the others
 * @param parts the bytes these fields come from
 */
public record PermitRecord(
        String name,
        Sex sex,
        CardDate birth,
        String address,
        String number,
        String issuer,
        CardDate validFrom,
        CardDate validTo,
        String passNumber,
        String issueCount,
        String additionalAddress,
        boolean checkDigitGood,
        RecordParts parts)
        implements IdentityRecord {

    @Override
    public DocumentType type() {
        return DocumentType.HMT_PERMIT;
    }

    @Override
    public List<RecordField> fields() {
        return RecordField.withAdditional(
                additionalAddress,
                RecordField.of(NAME, name),
                RecordField.of(sex),
                RecordField.of(BIRTH, birth),
                RecordField.of(ADDRESS, address),
                RecordField.of(NUMBER, number),
                RecordField.of(PASS_NUMBER, passNumber),
                RecordField.of(ISSUE_COUNT, issueCount),
                RecordField.of(ISSUER, issuer),
                RecordField.of(VALID_FROM, validFrom),
                RecordField.of(VALID_TO, validTo));
    }

    /** The kind of document only: a record never prints what it holds. */
    @Override
    public String toString() {
        return "permit record";
    }
}
