package org.idrelay.api.record;

import java.util.List;
import org.idrelay.api.Bytes;

/** What was read from an identity document. Implementations never print their content. */
public sealed interface IdentityRecord permits ResidentRecord, PermitRecord, ForeignRecord, ForeignRecord2023 {

    DocumentType type();

    /** The holder's name as it stands on the card; the Chinese one where there are two. */
    String name();

    /** The document's number. */
    String number();

    /** The newest additional address; empty if the card has none or nobody asked for it. */
    String additionalAddress();

    /** Whether the number's check digit is right; a wrong one is a warning, not a failure. True where none is published. */
    boolean checkDigitGood();

    /** All fields in the order of the card's face, those without content too, but no additional address if there is none. */
    List<RecordField> fields();

    /** The bytes that all this comes from. */
    RecordParts parts();

    /** The text part as it came: 256 bytes. */
    default Bytes text() {
        return parts().text();
    }

    /** The photo in the card's own compression: 1024 bytes. */
    default Bytes photo() {
        return parts().photo();
    }

    /** The fingerprints as they came: 0, 512 or 1024 bytes. */
    default Bytes fingerprints() {
        return parts().fingerprints();
    }
}
