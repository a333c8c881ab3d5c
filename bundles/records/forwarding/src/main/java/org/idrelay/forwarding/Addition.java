package org.idrelay.forwarding;

/** What may be sent of a record besides its fields. */
enum Addition {
    PHOTO,
    FINGERPRINTS
}
