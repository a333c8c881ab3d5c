package org.idrelay.api.operations;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.idrelay.api.routing.RoutingDecision;
import org.idrelay.api.verifier.Capability;
import org.idrelay.api.verifier.VerifierState;
import org.osgi.annotation.versioning.ProviderType;

/** What this container's server knows. Offered by the server; callable on any thread but its event loop. */
@ProviderType
public interface ServerOperations {

    List<VerifierInfo> verifiers();

    List<TerminalInfo> terminals();

    List<SessionInfo> sessions();

    /**
     * What the routing policy would decide for a terminal now, and why.
     *
     * @param terminal the terminal's identity; it need not be connected
     * @param reader the reader's name, or empty for none in particular
     */
    Explanation explain(String terminal, String reader);

    /**
     * A verifier.
     *
     * @param session the session that holds its lease
     * @param term the highest term so far
     * @param lastError what its host last said of it; empty if nothing
     */
    record VerifierInfo(
            String name,
            String host,
            VerifierState state,
            Set<Capability> capabilities,
            long term,
            Optional<UUID> session,
            long reads,
            long failures,
            String lastError) {}

    /** A terminal with a live link. Readers are those that opened a session since. */
    record TerminalInfo(
            String identity, String address, Set<String> readers, int sessions, long reads, long failures) {}

    /**
     * A session under way.
     *
     * @param state the server's state for it, as in {@code docs/session.md}
     * @param verifier the verifier's name; empty while it waits in the queue
     * @param ageMillis how long ago it began
     */
    record SessionInfo(
            UUID id,
            String terminal,
            String reader,
            String state,
            Optional<String> verifier,
            long term,
            long ageMillis) {}

    /** A policy's decision, with the policy's name. */
    record Explanation(String policy, RoutingDecision decision) {}
}
