package org.idrelay.api.record;

import org.idrelay.api.Bytes;

/** What was read from an identity document. Implementations never print their content. */
public sealed interface IdentityRecord permits ResidentRecord {

    /** The holder's name as it stands on the card. */
    String name();

    /** The document's number. */
    String number();

    /** The text part as it came: 256 bytes. */
    Bytes text();

    /** The photo in the card's own compression: 1024 bytes. */
    Bytes photo();

    /** The fingerprints as they came: 0, 512 or 1024 bytes. */
    Bytes fingerprints();

    /** Whether the number's check digit is right; a wrong one is a warning, not a failure. */
    boolean checkDigitGood();
}
