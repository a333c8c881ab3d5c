package org.idrelay.api.verifier;

import java.io.Serial;
import org.idrelay.api.FailureCode;

/** The card failed while a verifier was reading it: it left, or its answer was not readable. */
public final class CardException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final FailureCode code;

    /** With a message for operators, free of card data. */
    public CardException(FailureCode code, String message) {
        super(message);
        this.code = code;
    }

    /** With what caused it. */
    public CardException(FailureCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** The catalogue's code. */
    public FailureCode code() {
        return code;
    }
}
