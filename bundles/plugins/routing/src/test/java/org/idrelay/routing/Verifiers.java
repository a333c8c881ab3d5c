package org.idrelay.routing;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.idrelay.api.routing.Fleet;
import org.idrelay.api.routing.RoutingPolicy;
import org.idrelay.api.routing.RoutingRequest;
import org.idrelay.api.routing.Verdict;
import org.idrelay.api.routing.VerifierStatus;
import org.idrelay.api.verifier.Capability;
import org.idrelay.api.verifier.VerifierState;

/** Requests and verifiers for tests, and what policies make of them. */
final class Verifiers {

    private Verifiers() {}

    static RoutingRequest from(String terminal) {
        return from(terminal, "reader-1");
    }

    static RoutingRequest from(String terminal, String reader) {
        return new RoutingRequest(terminal, reader, Set.of(Capability.TEXT_PHOTO));
    }

    static VerifierStatus idle(String name) {
        return verifier(name, VerifierState.IDLE, 0);
    }

    static VerifierStatus verifier(String name, VerifierState state, long useCount) {
        return new VerifierStatus(name, state, EnumSet.of(Capability.TEXT_PHOTO), useCount);
    }

    static Fleet fleet(VerifierStatus... verifiers) {
        return Fleet.of(List.of(verifiers));
    }

    /** One verifier of every state, and two idle ones, one of them able to read everything. */
    static List<VerifierStatus> mixed() {
        List<VerifierStatus> verifiers = new ArrayList<>();
        for (VerifierState state : VerifierState.values()) {
            verifiers.add(verifier("sam-" + state, state, 7));
        }
        verifiers.add(new VerifierStatus("sam-all", VerifierState.IDLE, EnumSet.allOf(Capability.class), 3));
        return verifiers;
    }

    static List<String> candidates(RoutingPolicy policy, RoutingRequest request, Fleet fleet) {
        return policy.candidates(request, fleet).map(VerifierStatus::name).toList();
    }

    static Verdict verdict(RoutingPolicy policy, RoutingRequest request, Fleet fleet, String verifier) {
        return policy.explain(request, fleet)
                .filter(verdict -> verdict.verifier().equals(verifier))
                .findFirst()
                .orElseThrow();
    }
}
