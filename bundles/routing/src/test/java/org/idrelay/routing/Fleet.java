package org.idrelay.routing;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.idrelay.api.routing.RoutingDecision;
import org.idrelay.api.routing.RoutingRequest;
import org.idrelay.api.routing.VerifierStatus;
import org.idrelay.api.verifier.Capability;
import org.idrelay.api.verifier.VerifierState;

/** Requests and verifiers for tests. */
final class Fleet {

    private Fleet() {}

    static RoutingRequest from(String terminal) {
        return from(terminal, "reader-1");
    }

    static RoutingRequest from(String terminal, String reader) {
        return new RoutingRequest(terminal, reader, Set.of(Capability.TEXT_PHOTO));
    }

    static VerifierStatus idle(String name) {
        return verifier(name, VerifierState.IDLE, 0);
    }

    static VerifierStatus verifier(String name, VerifierState state, long lastLease) {
        return new VerifierStatus(name, state, EnumSet.of(Capability.TEXT_PHOTO), lastLease);
    }

    /** One verifier of every state, and two idle ones, one of them able to read everything. */
    static List<VerifierStatus> mixed() {
        List<VerifierStatus> fleet = new ArrayList<>();
        for (VerifierState state : VerifierState.values()) {
            fleet.add(verifier("sam-" + state, state, 7));
        }
        fleet.add(new VerifierStatus("sam-all", VerifierState.IDLE, EnumSet.allOf(Capability.class), 3));
        return fleet;
    }

    static RoutingDecision.PassedOver passedOver(RoutingDecision decision, String verifier) {
        return decision.passedOver().stream()
                .filter(passedOver -> passedOver.verifier().equals(verifier))
                .findFirst()
                .orElseThrow();
    }
}
