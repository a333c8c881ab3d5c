package org.idrelay.load;

import java.util.Random;
import org.idrelay.api.Bytes;
import org.idrelay.card.CardCommand;

/**
 * A card whose every byte follows from its number, so that nobody can mistake one for another. It asks for no proof: it is there
 * to load the way, not the verifier.
 *
 * @param number tells it from others
 */
record MadeUpCard(int number) {

    private static final int SELECT_FILE = 0xA4;
    private static final int PUPI_LENGTH = 4;
    private static final int LENGTH_AT = 4;
    private static final int PRIME = 31;

    /** 12 bytes. */
    Bytes atqb() {
        return Bytes.ofHex("50").plus(random(0, PUPI_LENGTH)).plus(Bytes.ofHex("00d103860c008080"));
    }

    Bytes uniqueId() {
        return random(1, CardCommand.UNIQUE_ID_LENGTH);
    }

    /** What it answers to SELECT FILE and READ BINARY, without the status word. */
    Bytes content(Bytes command) {
        return command.at(1) == SELECT_FILE ? Bytes.EMPTY : random(command.hashCode(), command.at(LENGTH_AT));
    }

    private Bytes random(int of, int length) {
        byte[] bytes = new byte[length];
        new Random((long) number * PRIME + of).nextBytes(bytes);
        return Bytes.of(bytes);
    }
}
