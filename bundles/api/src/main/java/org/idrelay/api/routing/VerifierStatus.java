package org.idrelay.api.routing;

import java.util.Set;
import org.idrelay.api.verifier.Capability;
import org.idrelay.api.verifier.VerifierState;

/**
 * A verifier as the server knows it at the moment of a decision.
 *
 * @param name the verifier's name
 * @param state whether it can be leased
 * @param capabilities what it can read
 * @param lastLease counts up whenever the server grants or ends a lease, and is set to that count for the verifier
 *     concerned; 0 if it never served: the least is the least recently used
 */
public record VerifierStatus(String name, VerifierState state, Set<Capability> capabilities, long lastLease) {}
