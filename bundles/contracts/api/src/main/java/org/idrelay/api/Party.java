package org.idrelay.api;

/** Who takes part in a read, and after whom failures are named. */
public enum Party {
    /** The bare type B front end. */
    READER,
    /** The resident identity card in the reader's field. */
    CARD,
    /** Finds and selects the card and drives the read. */
    TERMINAL,
    /** One network connection between two parties. */
    LINK,
    /** Picks and leases a verifier and relays. */
    SERVER,
    /** Host, adapter and security module: the one trust boundary that can read the card's data. */
    VERIFIER
}
