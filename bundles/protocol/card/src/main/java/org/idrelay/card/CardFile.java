package org.idrelay.card;

/** The files of a resident identity card (reference §2.3). */
public enum CardFile {
    /** Readable before authentication; begins with the card's management number. */
    MANAGEMENT(0x6002, 32),
    /** Unpublished content that every verifier reads first after authentication. */
    SECURITY(0x6011, 214),
    /** Text, ciphered. */
    TEXT(0x6012, 256),
    /** Photo, ciphered. */
    PHOTO(0x6013, 1024),
    /** Fingerprints, ciphered. */
    FINGERPRINT(0x6021, 1024),
    /** Newest additional address, ciphered. Its identifier is not published: this one is the simulated cards'. */
    ADDITIONAL_ADDRESS(0x6031, 70);

    private final int id;
    private final int length;

    CardFile(int id, int length) {
        this.id = id;
        this.length = length;
    }

    /** The file identifier, 2 bytes. */
    public int id() {
        return id;
    }

    /** The file's length in bytes. */
    public int length() {
        return length;
    }
}
