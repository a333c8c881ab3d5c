package org.idrelay.api.routing;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The verifiers that a server knows, as they were at one moment. Immutable and safe on any thread: what happens at the
 * server makes another fleet, and a decision never sees this one change.
 *
 * <p>A fleet may have thousands of verifiers. {@link #find} and the first of {@link #idle} cost little in any of them, each
 * further one of a stream as little again; nothing is visited that a policy does not ask for.
 */
@ProviderType
public interface Fleet {

    /** The verifier of that name, in whatever state; empty if the server never heard of it. */
    Optional<VerifierStatus> find(String name);

    /** Those that can be leased now, the least recently used first. */
    Stream<VerifierStatus> idle();

    /** All: the idle ones as {@link #idle} gives them, then the others by name. */
    Stream<VerifierStatus> all();

    /** The names of all. Between two fleets of one server this is the same object unless a verifier was added. */
    Set<String> names();

    /** The same fleet with that verifier as it is now, in place of what was known of it before. */
    Fleet with(VerifierStatus verifier);

    /** A fleet of these; of two with the same name the last one counts. */
    static Fleet of(Collection<VerifierStatus> verifiers) {
        Fleet fleet = TreeFleet.EMPTY;
        for (VerifierStatus verifier : verifiers) {
            fleet = fleet.with(verifier);
        }
        return fleet;
    }
}
