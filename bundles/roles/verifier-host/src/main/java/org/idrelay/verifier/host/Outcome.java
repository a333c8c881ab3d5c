package org.idrelay.verifier.host;

import java.util.List;
import java.util.Optional;
import org.idrelay.api.verifier.CardAnswer;
import org.idrelay.wire.Header;
import org.idrelay.wire.Message;

/**
 * What a session wants done: one thing at most.
 *
 * @param message for the terminal, by way of the server
 * @param answers the card's answers, for the verifier that waits for them
 * @param call a call to be made on the verifier's thread, behind those made before
 */
record Outcome(Optional<Sending> message, Optional<List<CardAnswer>> answers, Optional<VerifierCall> call) {

    /** A message that is not encoded yet: the session key may have something to add. */
    record Sending(Header header, Message message) {}

    static final Outcome NOTHING = new Outcome(Optional.empty(), Optional.empty(), Optional.empty());

    static Outcome send(Header header, Message message) {
        return new Outcome(Optional.of(new Sending(header, message)), Optional.empty(), Optional.empty());
    }

    static Outcome answer(List<CardAnswer> answers) {
        return new Outcome(Optional.empty(), Optional.of(answers), Optional.empty());
    }

    static Outcome call(VerifierCall call) {
        return new Outcome(Optional.empty(), Optional.empty(), Optional.of(call));
    }
}
