package org.idrelay.terminal;

/** How often a card that was asked stayed silent, one time after the other. */
final class Silences {

    /** After so many the card is gone. */
    private static final int OF_A_CARD_GONE = 2;

    private int count;

    void reset() {
        count = 0;
    }

    /** One more: whether the card is gone. */
    boolean areTooMany() {
        return ++count >= OF_A_CARD_GONE;
    }
}
