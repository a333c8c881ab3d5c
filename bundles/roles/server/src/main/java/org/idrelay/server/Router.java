package org.idrelay.server;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.idrelay.api.routing.Fleet;
import org.idrelay.api.routing.RoutingPolicy;
import org.idrelay.api.routing.RoutingRequest;
import org.idrelay.operations.ServerOperations.Explanation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the routing policy that configuration names. Policies come and go on any thread; the rest is the event loop's. */
final class Router {

    private static final Logger log = LoggerFactory.getLogger(Router.class);

    private final List<RoutingPolicy> policies = new CopyOnWriteArrayList<>();

    void add(RoutingPolicy policy) {
        policies.add(policy);
    }

    void remove(RoutingPolicy policy) {
        policies.remove(policy);
    }

    /** What the policy of that name picks; empty if there is none, or it failed. */
    Optional<Pick> pick(String policy, RoutingRequest request, Fleet fleet) {
        return named(policy).flatMap(inForce -> asked(inForce, asked -> Pick.by(asked, request, fleet)));
    }

    /** A pick in words, as far as its policy has any. */
    static String note(Pick pick) {
        return pick.note() + asked(pick.policy(), asked -> pick.reasons()).orElse("");
    }

    /** What the policy of that name says of each verifier; nothing if there is none, or it failed. */
    Explanation explain(String policy, RoutingRequest request, Fleet fleet) {
        return named(policy)
                .flatMap(inForce ->
                        asked(inForce, asked -> asked.explain(request, fleet).toList()))
                .map(verdicts -> new Explanation(policy, verdicts))
                .orElseGet(() -> missing(policy));
    }

    /** The explanation of a policy that cannot be asked. */
    static Explanation missing(String policy) {
        return new Explanation(policy + " (missing)", List.of());
    }

    private Optional<RoutingPolicy> named(String policy) {
        return policies.stream()
                .filter(candidate -> candidate.name().equals(policy))
                .findFirst();
    }

    private static <T> Optional<T> asked(RoutingPolicy policy, Function<RoutingPolicy, T> question) {
        try {
            return Optional.of(question.apply(policy));
        } catch (RuntimeException e) {
            log.error("routing policy {} failed", policy.name(), e);
            return Optional.empty();
        }
    }
}
