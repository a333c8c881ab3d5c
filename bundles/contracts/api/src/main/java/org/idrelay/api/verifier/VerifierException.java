package org.idrelay.api.verifier;

import java.io.Serial;
import org.idrelay.api.FailureCode;

/** The verifier failed: gone, stalled, or its answer has no known form. */
public final class VerifierException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final FailureCode code;

    /** With a message for operators, free of card data. */
    public VerifierException(FailureCode code, String message) {
        super(message);
        this.code = code;
    }

    /** With what caused it. */
    public VerifierException(FailureCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** The catalogue's code. */
    public FailureCode code() {
        return code;
    }
}
