package org.idrelay.api.routing;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Decides which verifiers may serve a request, and in what order. Registered as a service; the server's configuration
 * names the one in force.
 *
 * <p>Called by the server on its event loop, for the first request of every session, again whenever a verifier becomes
 * idle while requests wait, and for {@code idrelay:explain}. Pure: no I/O, no waiting, no state of its own.
 */
@ConsumerType
public interface RoutingPolicy {

    /** The name under which configuration chooses the policy. */
    String name();

    /**
     * Decides.
     *
     * @param verifiers every verifier that the server knows, in no particular order
     * @return for each verifier either a place among the candidates or the reason why not
     */
    RoutingDecision decide(RoutingRequest request, List<VerifierStatus> verifiers);

    /** Why this policy would put a candidate first, in words for operators. */
    default String reason(RoutingRequest request, String verifier) {
        return "first of the policy's candidates";
    }
}
