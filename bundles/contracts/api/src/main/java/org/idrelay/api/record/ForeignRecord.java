package org.idrelay.api.record;

import static org.idrelay.api.record.RecordField.Key.BIRTH;
import static org.idrelay.api.record.RecordField.Key.ENGLISH_NAME;
import static org.idrelay.api.record.RecordField.Key.ISSUER;
import static org.idrelay.api.record.RecordField.Key.NAME;
import static org.idrelay.api.record.RecordField.Key.NATIONALITY;
import static org.idrelay.api.record.RecordField.Key.NUMBER;
import static org.idrelay.api.record.RecordField.Key.VALID_FROM;
import static org.idrelay.api.record.RecordField.Key.VALID_TO;
import static org.idrelay.api.record.RecordField.Key.VERSION;

import java.util.List;

/**
 * The record of a foreign permanent resident's identity card, layout of 2017. Texts are without padding.
 *
 * @param name the Chinese name, up to 15 UTF-16 units
 * @param englishName up to 60 characters
 * @param number 15 characters; how its last one checks the others is not published
 * @param nationality ISO 3166-1 alpha-3, as it came
 * @param version the card's version
 * @param issuer the authority's code
 * @param additionalAddress the newest one; empty without
 * @param parts the bytes these fields come from
 */
public record ForeignRecord(
        String name,
        String englishName,
        Sex sex,
        CardDate birth,
        String nationality,
        String number,
        CardDate validFrom,
        CardDate validTo,
        String version,
        String issuer,
        String additionalAddress,
        RecordParts parts)
        implements IdentityRecord {

    @Override
    public DocumentType type() {
        return DocumentType.FOREIGN_2017;
    }

    @Override
    public boolean checkDigitGood() {
        return true;
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
                RecordField.of(ISSUER, issuer),
                RecordField.of(VERSION, version),
                RecordField.of(VALID_FROM, validFrom),
                RecordField.of(VALID_TO, validTo));
    }

    /** The kind of document only: a record never prints what it holds. */
    @Override
    public String toString() {
        return "foreign resident record";
    }
}
