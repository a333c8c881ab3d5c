package org.idrelay.api.reader;

import java.io.Serial;
import org.idrelay.api.FailureCode;

/** The reader failed: unplugged, silent, or faulty. Says nothing about the card. */
public final class ReaderException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final FailureCode code;

    /** With a message for operators, free of card data. */
    public ReaderException(FailureCode code, String message) {
        super(message);
        this.code = code;
    }

    /** With what caused it. */
    public ReaderException(FailureCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** The catalogue's code. */
    public FailureCode code() {
        return code;
    }
}
