package org.idrelay.verifier.host;

import java.util.List;
import java.util.Optional;
import org.idrelay.api.verifier.CardAnswer;
import org.idrelay.wire.Frame;

/**
 * What a session wants done, in this order.
 *
 * @param message a frame for the server
 * @param answers the card's answers, for the verifier that waits for them
 * @param call a call to be made on the verifier's thread, behind those made before
 */
record Step(Optional<Frame> message, Optional<List<CardAnswer>> answers, Optional<VerifierCall> call) {

    static final Step NOTHING = new Step(Optional.empty(), Optional.empty(), Optional.empty());

    static Step send(Frame frame) {
        return new Step(Optional.of(frame), Optional.empty(), Optional.empty());
    }

    static Step answer(List<CardAnswer> answers) {
        return new Step(Optional.empty(), Optional.of(answers), Optional.empty());
    }

    static Step call(VerifierCall call) {
        return new Step(Optional.empty(), Optional.empty(), Optional.of(call));
    }
}
