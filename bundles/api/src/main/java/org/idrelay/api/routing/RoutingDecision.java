package org.idrelay.api.routing;

import java.util.List;

/**
 * What a policy decided.
 *
 * @param candidates names of verifiers that may be leased now, the best first
 * @param passedOver the others, each with its reason
 */
public record RoutingDecision(List<String> candidates, List<PassedOver> passedOver) {

    /**
     * A verifier that is no candidate.
     *
     * @param verifier its name
     * @param reason why, in words for operators
     * @param later whether waiting can help: true if only its state stands in the way
     */
    public record PassedOver(String verifier, String reason, boolean later) {}

    public RoutingDecision {
        candidates = List.copyOf(candidates);
        passedOver = List.copyOf(passedOver);
    }

    /** Whether a request without a candidate should wait; otherwise nothing could ever serve it. */
    public boolean waitingHelps() {
        return passedOver.stream().anyMatch(PassedOver::later);
    }
}
