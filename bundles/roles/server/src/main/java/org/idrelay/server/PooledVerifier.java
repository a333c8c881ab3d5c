package org.idrelay.server;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.idrelay.api.FailureCode;
import org.idrelay.api.Party;
import org.idrelay.api.routing.VerifierStatus;
import org.idrelay.api.verifier.Capability;
import org.idrelay.api.verifier.VerifierState;
import org.idrelay.link.Link;
import org.idrelay.operations.ServerOperations.Tally;
import org.idrelay.operations.ServerOperations.VerifierInfo;
import org.idrelay.wire.Failure;
import org.idrelay.wire.Frame;
import org.idrelay.wire.MessageType;
import org.idrelay.wire.VerifierAdded;
import org.idrelay.wire.WireException;
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
    private long useCount;
    private @Nullable Lease lease;
    private @Nullable RelaySession holder;
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

    /** If its host says in this frame that a term was too low, it says the highest one too. */
    void learnTerm(Frame frame) throws WireException {
        if (frame.header().type() == MessageType.FAILURE) {
            Failure failure = Failure.ofClear(frame);
            if (failure.code() == FailureCode.TERM_TOO_LOW.number()) {
                learnTerm(failure.value());
            }
        }
    }

    private void learnTerm(long highest) {
        term = Math.max(term, highest);
    }

    boolean isOffered() {
        return host != null;
    }

    VerifierState state() {
        return lease == null || host == null ? reported : VerifierState.LEASED;
    }

    /** The session that holds its lease. */
    Optional<RelaySession> holder() {
        return Optional.ofNullable(holder);
    }

    /** The session of that id, if it holds the lease under that term. */
    Optional<RelaySession> holder(UUID session, long underTerm) {
        return lease != null && lease.term() == underTerm
                ? holder().filter(held -> held.id().equals(session))
                : Optional.empty();
    }

    /**
     * Leases it under the next term.
     *
     * @param use the count of uses, which is this verifier's last from now on
     */
    Lease lease(RelaySession session, long use, long nowMillis) {
        if (state() != VerifierState.IDLE || host == null) {
            throw new IllegalStateException(name + " is " + state());
        }
        term++;
        useCount = use;
        holder = session;
        lease = new Lease(name, number, host, hostNumber, term, nowMillis);
        return lease;
    }

    /** The lease is over. Ending counts as a use too: whoever just failed is the last to be asked again. */
    void released(Ending ending, long use) {
        lease = null;
        holder = null;
        useCount = use;
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
        return new VerifierStatus(name, state(), capabilities, useCount);
    }

    VerifierInfo info() {
        return new VerifierInfo(
                name,
                hostName,
                state(),
                capabilities,
                term,
                holder().map(RelaySession::id),
                new Tally(reads, failures, lastError));
    }
}
