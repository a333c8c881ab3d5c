package org.idrelay.server;

import java.util.Optional;
import java.util.Set;
import org.idrelay.api.FailureCode;
import org.idrelay.api.Party;
import org.idrelay.api.routing.VerifierStatus;
import org.idrelay.api.verifier.Capability;
import org.idrelay.api.verifier.VerifierState;
import org.idrelay.link.Link;
import org.idrelay.operations.ServerOperations.VerifierInfo;
import org.idrelay.wire.VerifierAdded;
import org.jspecify.annotations.Nullable;

/** A verifier that some host offers or once offered, with its lease. Lives on the event loop. */
final class PooledVerifier {

    private final long number;
    private final String name;
    private @Nullable Link host;
    private String hostName = "";
    private long hostNumber;
    private Set<Capability> capabilities = Set.of();
    private VerifierState reported = VerifierState.GONE;
    private long term;
    private long lastUse;
    private @Nullable Lease lease;
    private long reads;
    private long failures;
    private String lastError = "";

    PooledVerifier(long number, String name) {
        this.number = number;
        this.name = name;
    }

    /** The server's own number for it, on the links of terminals. */
    long number() {
        return number;
    }

    String name() {
        return name;
    }

    /** A host offers it, with the highest term that this host knows. */
    void offered(Link by, VerifierAdded offer) {
        host = by;
        hostName = by.peer();
        hostNumber = offer.number();
        capabilities = offer.capabilities();
        reported = offer.state();
        learnTerm(offer.highestTerm());
    }

    /** Its host says how it is; a lease is the server's own business and stays. */
    void reported(VerifierState state, String note) {
        reported = state;
        if (state == VerifierState.QUARANTINED) {
            lastError = note;
        }
    }

    /** Nobody offers it any more. Its name, its terms and its figures stay. */
    void withdrawn() {
        host = null;
        reported = VerifierState.GONE;
    }

    void learnTerm(long highest) {
        term = Math.max(term, highest);
    }

    boolean isOffered() {
        return host != null;
    }

    VerifierState state() {
        return lease == null || host == null ? reported : VerifierState.LEASED;
    }

    Optional<Lease> lease() {
        return Optional.ofNullable(lease);
    }

    /**
     * Leases it under the next term.
     *
     * @param use the count of uses, which is this verifier's last from now on
     */
    Lease lease(Session session, long use, long nowMillis) {
        if (state() != VerifierState.IDLE || host == null) {
            throw new IllegalStateException(name + " is " + state());
        }
        term++;
        lastUse = use;
        lease = new Lease(this, host, hostNumber, term, session, nowMillis);
        return lease;
    }

    /** The lease is over. Ending counts as a use too: whoever just failed is the last to be asked again. */
    void released(Ending ending, long use) {
        lease = null;
        lastUse = use;
        if (ending.failure().isEmpty()) {
            reads++;
        }
        ending.failure().filter(code -> code.party() == Party.VERIFIER).ifPresent(this::failed);
    }

    private void failed(FailureCode code) {
        failures++;
        lastError = code.name();
    }

    VerifierStatus status() {
        return new VerifierStatus(name, state(), capabilities, lastUse);
    }

    VerifierInfo info() {
        return new VerifierInfo(
                name,
                hostName,
                state(),
                capabilities,
                term,
                lease().map(held -> held.session().id()),
                reads,
                failures,
                lastError);
    }
}
