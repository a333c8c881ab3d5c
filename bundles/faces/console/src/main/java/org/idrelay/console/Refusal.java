package org.idrelay.console;

import java.io.Serial;
import java.util.LinkedHashMap;
import java.util.Map;
import org.idrelay.api.FailureCode;

/** A request that is not answered as it wished: a code with cause and remedy, and the HTTP status. */
final class Refusal extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final String why;
    private final String remedy;

    Refusal(Reason reason) {
        this(reason.status(), reason.name(), reason.cause(), reason.remedy());
    }

    /** With a failure of the catalogue. */
    Refusal(int status, FailureCode code) {
        this(status, code.name(), code.cause(), code.remedy());
    }

    private Refusal(int status, String code, String why, String remedy) {
        super(code);
        this.status = status;
        this.code = code;
        this.why = why;
        this.remedy = remedy;
    }

    int status() {
        return status;
    }

    Map<String, Object> values() {
        return values(code, why, remedy);
    }

    /** A failure of the catalogue as an object for JSON. */
    static Map<String, Object> values(FailureCode code) {
        return values(code.name(), code.cause(), code.remedy());
    }

    private static Map<String, Object> values(String code, String why, String remedy) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("code", code);
        values.put("cause", why);
        values.put("remedy", remedy);
        return values;
    }
}
