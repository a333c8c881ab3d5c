package org.idrelay.api.record;

import static org.idrelay.api.record.RecordField.Key.BIRTH;
import static org.idrelay.api.record.RecordField.Key.ENGLISH_NAME;
import static org.idrelay.api.record.RecordField.Key.NAME;
import static org.idrelay.api.record.RecordField.Key.NATIONALITY;
import static org.idrelay.api.record.RecordField.Key.NUMBER;
import static org.idrelay.api.record.RecordField.Key.OLD_NUMBER_LINK;
import static org.idrelay.api.record.RecordField.Key.RENEWAL_COUNT;
import static org.idrelay.api.record.RecordField.Key.VALID_FROM;
import static org.idrelay.api.record.RecordField.Key.VALID_TO;

import java.util.List;

/**
 * The record of a foreign permanent resident's identity card, layout of 2023. Texts are without padding.
 *
 * @param name the Chinese name, up to 15 UTF-16 units
 * @param englishName up to 46 characters
 * @param renewalCount how often the card was renewed, two digits
 * @param nationality ISO 3166-1 alpha-3, as it came
 * @param number 18 characters, the last a check digit
 * @param oldNumberLink what links it with the number of the layout of 2017, up to 3 characters
 * @param additionalAddress the newest one; empty without
 * @param checkDigitGood whether the number's last character fits the others
 * @param parts the bytes these fields come from
 */
public record ForeignRecord2023(
        String name,
        String englishName,
        Sex sex,
        CardDate birth,
        String nationality,
        String number,
        CardDate validFrom,
        CardDate validTo,
        String renewalCount,
        String oldNumberLink,
        String additionalAddress,
        boolean checkDigitGood,
        RecordParts parts)
        implements IdentityRecord {

    @Override
    public DocumentType type() {
        return DocumentType.FOREIGN_2023;
    }

    @Override
    public List<RecordField> fields() {
        return RecordField.withAdditional(
                additionalAddress,
                RecordField.of(NAME, name),
                RecordField.of(ENGLISH_NAME, englishName),
                RecordField.of(sex),
                RecordField.of(BIRTH, birth),
                RecordField.of(NATIONALITY, nationality),
                RecordField.of(NUMBER, number),
                RecordField.of(RENEWAL_COUNT, renewalCount),
                RecordField.of(OLD_NUMBER_LINK, oldNumberLink),
                RecordField.of(VALID_FROM, validFrom),
                RecordField.of(VALID_TO, validTo));
    }

    /** The kind of document only: a record never prints what it holds. */
    @Override
    public String toString() {
        return "foreign resident record of 2023";
    }
}
