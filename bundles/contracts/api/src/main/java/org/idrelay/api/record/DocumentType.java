package org.idrelay.api.record;

/** The kinds of identity document, by the character that the card gives for them (reference §3). */
public enum DocumentType {
    /** A citizen's resident identity card; its character is blank. */
    RESIDENT(' '),
    /** Residence permit for residents of Hong Kong, Macao and Taiwan. */
    HMT_PERMIT('J'),
    /** Foreign permanent resident's identity card, layout of 2017. */
    FOREIGN_2017('I'),
    /** Foreign permanent resident's identity card, layout of 2023. */
    FOREIGN_2023('Y');

    private final char letter;

    DocumentType(char letter) {
        this.letter = letter;
    }

    /** The character on the card. */
    public char letter() {
        return letter;
    }
}
