package org.idrelay.routing;

import java.util.List;
import java.util.Optional;
import org.idrelay.api.routing.RoutingDecision;
import org.idrelay.api.routing.RoutingPolicy;
import org.idrelay.api.routing.RoutingRequest;
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
    public String reason(RoutingRequest request, String verifier) {
        return REASON;
    }

    @Override
    public RoutingDecision decide(RoutingRequest request, List<VerifierStatus> verifiers) {
        return Choice.of(request, verifiers, verifier -> Optional.empty(), Choice.LEAST_RECENTLY_USED);
    }
}
