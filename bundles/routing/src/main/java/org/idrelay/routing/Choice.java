package org.idrelay.routing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.idrelay.api.routing.RoutingDecision;
import org.idrelay.api.routing.RoutingDecision.PassedOver;
import org.idrelay.api.routing.RoutingRequest;
import org.idrelay.api.routing.VerifierStatus;

/** What all policies have in common: a candidate is able, admitted by the policy, and idle. */
final class Choice {

    /** The least recently used first; the name decides between verifiers that never served. */
    static final Comparator<VerifierStatus> LEAST_RECENTLY_USED =
            Comparator.comparingLong(VerifierStatus::lastLease).thenComparing(VerifierStatus::name);

    private Choice() {}

    /**
     * Sorts verifiers into candidates and others.
     *
     * @param objection why the policy does not admit an able verifier, if so; such a reason is for good
     * @param order which candidate is the better one
     */
    static RoutingDecision of(
            RoutingRequest request,
            List<VerifierStatus> verifiers,
            Function<VerifierStatus, Optional<String>> objection,
            Comparator<VerifierStatus> order) {
        List<String> candidates = new ArrayList<>();
        List<PassedOver> passedOver = new ArrayList<>();
        for (VerifierStatus verifier : verifiers.stream().sorted(order).toList()) {
            Optional<PassedOver> reason = inability(request, verifier)
                    .or(() -> objection.apply(verifier))
                    .map(text -> new PassedOver(verifier.name(), text, false))
                    .or(() -> occupation(verifier));
            reason.ifPresentOrElse(passedOver::add, () -> candidates.add(verifier.name()));
        }
        return new RoutingDecision(candidates, passedOver);
    }

    private static Optional<String> inability(RoutingRequest request, VerifierStatus verifier) {
        return request.requirements().stream()
                .filter(wanted -> !verifier.capabilities().contains(wanted))
                .sorted()
                .findFirst()
                .map(lacking -> "cannot read " + lacking);
    }

    /**
     * Whether the state stands in the way. A verifier that is gone may come back while the card stays (its adapter is being
     * updated, its host dials again); one that drains was taken out of service, and waiting for that is in vain.
     */
    private static Optional<PassedOver> occupation(VerifierStatus verifier) {
        return switch (verifier.state()) {
            case IDLE -> Optional.empty();
            case LEASED -> Optional.of(new PassedOver(verifier.name(), "serves another session", true));
            case QUARANTINED -> Optional.of(new PassedOver(verifier.name(), "is quarantined", true));
            case GONE -> Optional.of(new PassedOver(verifier.name(), "is gone", true));
            case DRAINING -> Optional.of(new PassedOver(verifier.name(), "is draining", false));
        };
    }
}
