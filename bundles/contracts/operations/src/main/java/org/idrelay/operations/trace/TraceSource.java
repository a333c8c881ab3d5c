package org.idrelay.operations.trace;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.idrelay.api.Party;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The newest sessions of one role of this container, as that role saw them. Offered by each role; callable on any
 * thread.
 */
@ProviderType
public interface TraceSource {

    /** The role whose events these are. */
    Party party();

    /** The session's events in the order in which this role recorded them; empty if it knows none. */
    List<TraceEvent> events(UUID session);

    /** The session that began last. */
    Optional<UUID> last();

    /** The sessions that are still remembered, the newest first. */
    List<UUID> sessions();

    /**
     * Follows events as they are recorded, until the returned handle is closed.
     *
     * @param observer called on the role's own thread, in order; it must not block and not throw
     */
    Following follow(Consumer<TraceEvent> observer);

    /** Ends a {@link #follow} when closed. */
    interface Following extends AutoCloseable {

        @Override
        void close();
    }
}
