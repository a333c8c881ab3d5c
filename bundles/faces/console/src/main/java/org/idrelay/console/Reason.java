package org.idrelay.console;

/** Why a request is refused, where no {@link org.idrelay.api.FailureCode} says it: the same three things in words. */
enum Reason {
    REQUEST_MALFORMED(400, "The request lacks something or is no JSON.", "Compare it with /api/v1/openapi.json."),
    NOT_LOGGED_IN(401, "Nobody is logged in, or the session is over.", "Log in."),
    LOGIN_REFUSED(
            401, "User and password do not fit, or the user has no role here.", "Try again; ask the administrator."),
    NOT_ENCRYPTED(
            403,
            "The request came unencrypted from another machine.",
            "Use HTTPS; docs/console.md says how it is switched on."),
    TOKEN_WRONG(403, "The request does not carry the session's token.", "Load the page again."),
    ORIGIN_WRONG(403, "The request comes from a page of another site.", "Open the page by its own address."),
    NOT_ALLOWED(403, "The user's roles do not allow this.", "Ask the administrator for the role."),
    NOT_FOUND(404, "There is no such thing.", "Check the address."),
    NO_RECORD(404, "No record is shown at this reader now.", "Lay the card on again."),
    METHOD_UNKNOWN(405, "The resource does not know this method.", "See /api/v1/openapi.json."),
    LOGIN_PAUSED(429, "Too many logins failed.", "Wait a minute, then try again."),
    NOT_KEPT(
            500,
            "It is in force, but will be forgotten when the server restarts: etc/ cannot be written.",
            "Mend the file system of the container, then do it again."),
    UNEXPECTED(500, "The console failed.", "See the container's log."),
    STARTING(503, "The console is starting.", "Try again in a moment."),
    SERVER_AWAY(503, "No server runs in this container.", "Install idrelay-server, or open the server's own console."),
    TERMINAL_AWAY(503, "No terminal runs in this container.", "Install idrelay-terminal.");

    private final int status;
    private final String cause;
    private final String remedy;

    Reason(int status, String cause, String remedy) {
        this.status = status;
        this.cause = cause;
        this.remedy = remedy;
    }

    /** The HTTP status. */
    int status() {
        return status;
    }

    String cause() {
        return cause;
    }

    String remedy() {
        return remedy;
    }
}
