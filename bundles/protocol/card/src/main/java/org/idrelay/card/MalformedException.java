package org.idrelay.card;

import java.io.Serial;

/** Bytes that do not have the form their name promises. The text names forms and lengths, never content. */
public final class MalformedException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    public MalformedException(String message) {
        super(message);
    }
}
