package org.idrelay.operations;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.idrelay.api.verifier.Capability;
import org.idrelay.api.verifier.VerifierState;
import org.osgi.annotation.versioning.ProviderType;

/** What this container's verifier host knows. Offered by the host; callable on any thread but its event loop. */
@ProviderType
public interface HostOperations {

    /** The host's identity. */
    String host();

    /** The server that this host serves now. */
    Optional<String> server();

    List<HostedVerifier> verifiers();

    /**
     * A verifier of this host.
     *
     * @param term the highest term so far
     * @param session the session that it serves now
     * @param lastError what last went wrong with it; empty if nothing
     */
    record HostedVerifier(
            String name,
            VerifierState state,
            Set<Capability> capabilities,
            long term,
            Optional<UUID> session,
            String lastError) {}
}
