package org.idrelay.server;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.idrelay.api.routing.RoutingDecision;
import org.idrelay.api.routing.RoutingPolicy;
import org.idrelay.api.routing.RoutingRequest;
import org.idrelay.api.routing.VerifierStatus;
import org.idrelay.operations.ServerOperations.Explanation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the routing policy that configuration names. Policies come and go on any thread; the rest is the event loop's. */
final class Router {

    private static final Logger log = LoggerFactory.getLogger(Router.class);

    /** Reasons that a note tells; a fleet may have hundreds. */
    private static final int MAX_REASONS = 8;

    private final List<RoutingPolicy> policies = new CopyOnWriteArrayList<>();

    /**
     * A policy's choice.
     *
     * @param verifier the best candidate that can be leased now
     * @param waitingHelps whether one may become free that the policy admits
     * @param note the decision in words, for the trace
     */
    record Choice(Optional<PooledVerifier> verifier, boolean waitingHelps, String note) {}

    void add(RoutingPolicy policy) {
        policies.add(policy);
    }

    void remove(RoutingPolicy policy) {
        policies.remove(policy);
    }

    /** The choice among the pool's verifiers; empty if there is no policy of that name, or it failed. */
    Optional<Choice> choose(String policy, RoutingRequest request, Pool pool) {
        return explain(policy, request, pool).map(explanation -> {
            RoutingDecision decision = explanation.decision();
            Optional<PooledVerifier> best = decision.candidates().stream()
                    .flatMap(name -> pool.idle(name).stream())
                    .findFirst();
            String chosen = best.map(PooledVerifier::name).orElse("none");
            String why = best.map(verifier -> reason(policy, request, chosen)).orElse("");
            return new Choice(best, decision.waitingHelps(), note(policy, chosen, why, decision, pool.size()));
        });
    }

    /** What the policy says; empty if there is none of that name, or it failed. */
    Optional<Explanation> explain(String policy, RoutingRequest request, Pool pool) {
        List<VerifierStatus> verifiers = pool.statuses();
        return policies.stream()
                .filter(candidate -> candidate.name().equals(policy))
                .findFirst()
                .flatMap(inForce -> decide(inForce, request, verifiers))
                .map(decision -> new Explanation(policy, decision));
    }

    private static Optional<RoutingDecision> decide(
            RoutingPolicy policy, RoutingRequest request, List<VerifierStatus> verifiers) {
        try {
            return Optional.of(policy.decide(request, verifiers));
        } catch (RuntimeException e) {
            log.error("routing policy {} failed", policy.name(), e);
            return Optional.empty();
        }
    }

    private String reason(String policy, RoutingRequest request, String verifier) {
        return policies.stream()
                .filter(candidate -> candidate.name().equals(policy))
                .findFirst()
                .map(inForce -> ": " + inForce.reason(request, verifier))
                .orElse("");
    }

    private static String note(String policy, String chosen, String why, RoutingDecision decision, int verifiers) {
        String reasons = decision.passedOver().stream()
                .limit(MAX_REASONS)
                .map(passedOver -> ", " + passedOver.verifier() + " " + passedOver.reason())
                .collect(Collectors.joining());
        return "policy %s chose %s of %d%s%s".formatted(policy, chosen, verifiers, why, reasons);
    }
}
