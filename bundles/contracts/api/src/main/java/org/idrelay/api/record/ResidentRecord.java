package org.idrelay.api.record;

import static org.idrelay.api.record.RecordField.Key.ADDRESS;
import static org.idrelay.api.record.RecordField.Key.BIRTH;
import static org.idrelay.api.record.RecordField.Key.ETHNIC_GROUP;
import static org.idrelay.api.record.RecordField.Key.ISSUER;
import static org.idrelay.api.record.RecordField.Key.NAME;
import static org.idrelay.api.record.RecordField.Key.NUMBER;
import static org.idrelay.api.record.RecordField.Key.VALID_FROM;
import static org.idrelay.api.record.RecordField.Key.VALID_TO;

import java.util.List;

/**
 * A resident identity card's record. Texts are without padding.
 *
 * @param name the holder's name, 2 to 15 UTF-16 units
 * @param address up to 35 UTF-16 units
 * @param number 18 characters, the last a check digit
 * @param issuer the issuing authority
 * @param validTo a date or {@code 长期}
 * @param additionalAddress the newest one; empty without
 * @param checkDigitGood whether the number's last character fits the others
 * @param parts the bytes these fields come from
 */
public record ResidentRecord(
        String name,
        Sex sex,
        EthnicGroup ethnicGroup,
        CardDate birth,
        String address,
        String number,
        String issuer,
        CardDate validFrom,
        CardDate validTo,
        String additionalAddress,
        boolean checkDigitGood,
        RecordParts parts)
        implements IdentityRecord {

    @Override
    public DocumentType type() {
        return DocumentType.RESIDENT;
    }

    @Override
    public List<RecordField> fields() {
        return RecordField.withAdditional(
                additionalAddress,
                RecordField.of(NAME, name),
                RecordField.of(sex),
                new RecordField(ETHNIC_GROUP, ethnicGroup.code(), ethnicGroup.words()),
                RecordField.of(BIRTH, birth),
                RecordField.of(ADDRESS, address),
                RecordField.of(NUMBER, number),
                RecordField.of(ISSUER, issuer),
                RecordField.of(VALID_FROM, validFrom),
                RecordField.of(VALID_TO, validTo));
    }

    /** The kind of document only: a record never prints what it holds. */
    @Override
    public String toString() {
        return "resident record";
    }
}
