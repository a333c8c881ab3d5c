package org.idrelay.server;

import java.util.List;
import java.util.Optional;
import org.idrelay.wire.Frame;

/**
 * What a session wants done: first send to the verifier's host, then to the terminal, then end.
 *
 * @param toVerifier frames under the host's number and the lease's term
 * @param toTerminal frames under the server's number and the lease's term
 * @param ending present if the session is over
 */
record Outcome(List<Frame> toVerifier, List<Frame> toTerminal, Optional<Ending> ending) {

    static final Outcome NOTHING = new Outcome(List.of(), List.of(), Optional.empty());

    static Outcome toVerifier(List<Frame> frames) {
        return new Outcome(frames, List.of(), Optional.empty());
    }

    static Outcome toTerminal(Frame frame) {
        return new Outcome(List.of(), List.of(frame), Optional.empty());
    }
}
