package org.idrelay.operations;

import java.io.Serial;
import org.idrelay.api.FailureCode;

/** The record store could not do what it was asked. Says nothing about whose record it is. */
public final class StoreException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final FailureCode code;

    /** With a message for operators, free of card data. */
    public StoreException(FailureCode code, String message) {
        super(message);
        this.code = code;
    }

    /** With what caused it. */
    public StoreException(FailureCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** The catalogue's code. */
    public FailureCode code() {
        return code;
    }
}
