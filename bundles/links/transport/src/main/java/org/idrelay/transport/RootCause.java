package org.idrelay.transport;

/** What was wrong at the bottom of what was thrown, in words for operators. */
final class RootCause {

    private RootCause() {}

    static String of(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getName() : cause.getMessage();
    }
}
