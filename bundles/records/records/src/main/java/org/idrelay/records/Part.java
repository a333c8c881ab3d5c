package org.idrelay.records;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.idrelay.api.record.IdentityRecord;

/** What a record is kept as: each part is sealed for itself, so that one can be kept without the others. */
enum Part {
    /** The record's fields and raw text, as JSON ({@link StoredJson}). */
    FIELDS,
    /** The photo in the card's own compression. */
    PHOTO,
    /** The fingerprints as they came. */
    FINGERPRINTS;

    /** How the parts are laid out; another layout gets another number. */
    static final int FORMAT = 1;

    /** The part of a record; empty if the record has none. */
    byte[] of(IdentityRecord record) {
        return switch (this) {
            case FIELDS -> StoredJson.fields(record);
            case PHOTO -> record.photo().toArray();
            case FINGERPRINTS -> record.fingerprints().toArray();
        };
    }

    /** What a part is sealed for: it opens in this place of this record only. */
    byte[] boundTo(UUID record, int format) {
        return "org.idrelay.records part %d %s %s"
                .formatted(format, record, this)
                .getBytes(StandardCharsets.UTF_8);
    }
}
