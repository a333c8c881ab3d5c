package org.idrelay.server;

import java.util.Optional;
import java.util.stream.Collectors;
import org.idrelay.api.routing.Fleet;
import org.idrelay.api.routing.RoutingPolicy;
import org.idrelay.api.routing.RoutingRequest;
import org.idrelay.api.routing.Verdict.Chance;
import org.idrelay.api.routing.VerifierStatus;
import org.idrelay.api.verifier.VerifierState;

/**
 * What a policy picked for a request. Immutable.
 *
 * @param verifier the best candidate that can be leased now
 * @param waitingHelps without one, whether another may become free that the policy admits
 */
record Pick(
        RoutingPolicy policy, RoutingRequest request, Fleet fleet, Optional<String> verifier, boolean waitingHelps) {

    /** So many verdicts are looked at for a note; a fleet may have thousands. */
    private static final int MAX_VERDICTS = 8;

    /** Throws whatever the policy throws. */
    static Pick by(RoutingPolicy policy, RoutingRequest request, Fleet fleet) {
        Optional<String> best = policy.candidates(request, fleet)
                .map(VerifierStatus::name)
                .filter(name -> fleet.find(name)
                        .filter(verifier -> verifier.state() == VerifierState.IDLE)
                        .isPresent())
                .findFirst();
        return new Pick(policy, request, fleet, best, best.isEmpty() && policy.waitingHelps(request, fleet));
    }

    /** The decision in words, for the trace. */
    String note() {
        return "policy %s chose %s of %d"
                .formatted(policy.name(), verifier.orElse("none"), fleet.names().size());
    }

    /** Why, and why not the others that the policy names first, to follow the note. Throws whatever the policy throws. */
    String reasons() {
        String why = verifier.flatMap(name -> policy.explain(request, fleet)
                        .filter(verdict -> verdict.verifier().equals(name))
                        .findFirst())
                .map(verdict -> ": " + verdict.reason())
                .orElse("");
        return policy.explain(request, fleet)
                .limit(MAX_VERDICTS)
                .filter(verdict -> verdict.chance() != Chance.NOW)
                .map(verdict -> ", " + verdict.verifier() + " " + verdict.reason())
                .collect(Collectors.joining("", why, ""));
    }
}
