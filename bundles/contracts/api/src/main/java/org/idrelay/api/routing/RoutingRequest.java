package org.idrelay.api.routing;

import java.util.Set;
import org.idrelay.api.verifier.Capability;

/**
 * A terminal's first request, as far as routing is concerned.
 *
 * @param terminal the terminal's identity
 * @param reader the reader's name at that terminal
 * @param requirements what the verifier must be able to read
 */
public record RoutingRequest(String terminal, String reader, Set<Capability> requirements) {

    public RoutingRequest {
        requirements = Set.copyOf(requirements);
    }
}
