package org.idrelay.api.routing;

import java.util.stream.Stream;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Decides which verifiers may serve a request, and in what order. Registered as a service; the server's configuration
 * names the one in force, and a changed property of the service says that it would decide otherwise now.
 *
 * <p>Called by the server on its event loop, for the first request of every session, again whenever a verifier becomes
 * idle while requests wait, and for {@code idrelay:explain}. Pure: no I/O, no waiting, no state of its own that a decision
 * changes. Streams are consumed at once, and no further than is needed: a policy that is lazy, and looks up what it knows
 * by name, decides as fast among thousands of verifiers as among three.
 *
 * <p>A policy that throws is logged, and the request fails with NO_VERIFIER.
 */
@ConsumerType
public interface RoutingPolicy {

    /** The name under which configuration chooses the policy; the same at every call. */
    String name();

    /**
     * The verifiers that may be leased to the request now, the best first. The server takes the first one that is idle in
     * this fleet, and passes any other over.
     */
    Stream<VerifierStatus> candidates(RoutingRequest request, Fleet fleet);

    /**
     * A verdict on each verifier of the fleet, candidates included: these in the order of {@link #candidates}, with the
     * reason why. What the policy prefers comes first even if it is no candidate, since the trace of a read shows only the
     * first few.
     */
    Stream<Verdict> explain(RoutingRequest request, Fleet fleet);

    /**
     * Whether a request without a candidate should wait; otherwise nothing could ever serve it. A policy that knows without
     * looking at every verifier says so itself.
     */
    default boolean waitingHelps(RoutingRequest request, Fleet fleet) {
        return explain(request, fleet).anyMatch(verdict -> verdict.chance() == Verdict.Chance.LATER);
    }
}
