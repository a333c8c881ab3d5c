package org.idrelay.server;

import java.util.Optional;
import org.idrelay.api.FailureCode;
import org.idrelay.api.Party;

/**
 * How a session ended.
 *
 * @param by who ended it
 * @param failure empty if the record was delivered
 */
record Ending(Party by, Optional<FailureCode> failure) {

    static Ending read() {
        return new Ending(Party.VERIFIER, Optional.empty());
    }

    static Ending failed(Party by, FailureCode code) {
        return new Ending(by, Optional.of(code));
    }
}
