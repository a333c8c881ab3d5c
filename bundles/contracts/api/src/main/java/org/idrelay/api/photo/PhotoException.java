package org.idrelay.api.photo;

import java.io.Serial;
import org.idrelay.api.FailureCode;

/** A photo could not be decoded. Says nothing about whose it is. */
public final class PhotoException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final FailureCode code;

    /** With a message for operators, free of card data. */
    public PhotoException(FailureCode code, String message) {
        super(message);
        this.code = code;
    }

    /** With what caused it. */
    public PhotoException(FailureCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** The catalogue's code. */
    public FailureCode code() {
        return code;
    }
}
