package org.idrelay.routing;

import java.util.Optional;
import java.util.stream.Stream;
import org.idrelay.api.routing.Fleet;
import org.idrelay.api.routing.RoutingPolicy;
import org.idrelay.api.routing.RoutingRequest;
import org.idrelay.api.routing.Verdict;
import org.idrelay.api.routing.VerifierStatus;
import org.osgi.service.component.annotations.Component;

/** Policy {@code idle}: any verifier that is idle, the least recently used first. Stateless, safe on any thread. */
@Component
public final class IdlePolicy implements RoutingPolicy {

    static final String REASON = "idle, and used least recently";

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public Stream<VerifierStatus> candidates(RoutingRequest request, Fleet fleet) {
        return fleet.idle().filter(verifier -> verifier.meets(request));
    }

    @Override
    public Stream<Verdict> explain(RoutingRequest request, Fleet fleet) {
        return fleet.all().map(verifier -> Verdicts.of(request, verifier, Optional.empty(), REASON));
    }
}
