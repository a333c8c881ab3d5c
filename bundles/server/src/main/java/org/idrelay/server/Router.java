package org.idrelay.server;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.idrelay.api.operations.ServerOperations.Explanation;
import org.idrelay.api.routing.RoutingPolicy;
import org.idrelay.api.routing.RoutingRequest;
import org.idrelay.api.routing.VerifierStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the routing policy that configuration names. Policies come and go on any thread. */
final class Router {

    private static final Logger log = LoggerFactory.getLogger(Router.class);

    /** Reasons that a note tells; a fleet may have hundreds. */
    private static final int MAX_REASONS = 8;

    private final List<RoutingPolicy> policies = new CopyOnWriteArrayList<>();

    void add(RoutingPolicy policy) {
        policies.add(policy);
    }

    void remove(RoutingPolicy policy) {
        policies.remove(policy);
    }

    /** The decision, or empty if there is no policy of that name or it failed. */
    Optional<Explanation> decide(String policy, RoutingRequest request, List<VerifierStatus> verifiers) {
        Optional<RoutingPolicy> inForce = policies.stream()
                .filter(candidate -> candidate.name().equals(policy))
                .findFirst();
        if (inForce.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Explanation(policy, inForce.get().decide(request, verifiers)));
        } catch (RuntimeException e) {
            log.error("routing policy {} failed", policy, e);
            return Optional.empty();
        }
    }

    /** The decision in words, for the trace. */
    static String note(Explanation explanation, Optional<String> chosen, int verifiers) {
        String reasons = explanation.decision().passedOver().stream()
                .limit(MAX_REASONS)
                .map(passedOver -> ", " + passedOver.verifier() + " " + passedOver.reason())
                .collect(Collectors.joining());
        return "policy %s chose %s of %d%s".formatted(explanation.policy(), chosen.orElse("none"), verifiers, reasons);
    }
}
