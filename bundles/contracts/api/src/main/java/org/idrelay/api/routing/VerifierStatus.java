package org.idrelay.api.routing;

import java.util.Comparator;
import java.util.Set;
import org.idrelay.api.verifier.Capability;
import org.idrelay.api.verifier.VerifierState;

/**
 * A verifier as the server knows it at the moment of a decision.
 *
 * @param name the verifier's name
 * @param state whether it can be leased
 * @param capabilities what it can read
 * @param useCount the server counts up whenever it grants or ends a lease, and sets this to that count for the verifier
 *     concerned; 0 if it never served: the least is the least recently used
 */
public record VerifierStatus(String name, VerifierState state, Set<Capability> capabilities, long useCount) {

    /** The least recently used first; the name decides between verifiers that never served. */
    public static final Comparator<VerifierStatus> LEAST_RECENTLY_USED =
            Comparator.comparingLong(VerifierStatus::useCount).thenComparing(VerifierStatus::name);

    public VerifierStatus {
        capabilities = Set.copyOf(capabilities);
    }

    /** Whether it can read all that a request wants. */
    public boolean meets(RoutingRequest request) {
        return capabilities.containsAll(request.requirements());
    }
}
