package org.idrelay.routing;

import java.util.Optional;
import org.idrelay.api.routing.RoutingRequest;
import org.idrelay.api.routing.Verdict;
import org.idrelay.api.routing.Verdict.Chance;
import org.idrelay.api.routing.VerifierStatus;

/** What all policies have in common: a candidate is able, admitted by the policy, and idle. */
final class Verdicts {

    private Verdicts() {}

    /**
     * The verdict on one verifier.
     *
     * @param objection why the policy does not admit it if it is able, if so; such a reason is for good
     * @param praise why the policy takes it
     */
    static Verdict of(RoutingRequest request, VerifierStatus verifier, Optional<String> objection, String praise) {
        return inability(request, verifier)
                .or(() -> objection)
                .map(reason -> new Verdict(verifier.name(), Chance.NEVER, reason))
                .orElseGet(() -> admitted(verifier, praise));
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
    private static Verdict admitted(VerifierStatus verifier, String praise) {
        String name = verifier.name();
        return switch (verifier.state()) {
            case IDLE -> new Verdict(name, Chance.NOW, praise);
            case LEASED -> new Verdict(name, Chance.LATER, "serves another session");
            case QUARANTINED -> new Verdict(name, Chance.LATER, "is quarantined");
            case GONE -> new Verdict(name, Chance.LATER, "is gone");
            case DRAINING -> new Verdict(name, Chance.NEVER, "is draining");
        };
    }
}
