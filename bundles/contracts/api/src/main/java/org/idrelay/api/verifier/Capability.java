package org.idrelay.api.verifier;

/** What a read may ask for, and a verifier may be able to deliver. */
public enum Capability {
    /** Text and photo: host command 30 01. */
    TEXT_PHOTO,
    /** Text, photo and fingerprints: host command 30 10. */
    FINGERPRINT,
    /** The newest additional address: host command 30 03. */
    ADDRESS
}
