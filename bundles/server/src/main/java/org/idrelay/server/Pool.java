package org.idrelay.server;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.idrelay.api.routing.VerifierStatus;
import org.idrelay.api.verifier.VerifierState;
import org.idrelay.link.Link;
import org.idrelay.operations.ServerOperations.VerifierInfo;
import org.idrelay.wire.VerifierAdded;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All verifiers that hosts announced, and their leases. Lives on the event loop. */
final class Pool {

    private static final Logger log = LoggerFactory.getLogger(Pool.class);

    /** How much of the mean the newest lease is: one part in so many. */
    private static final int MEAN_WEIGHT = 8;

    private final Map<String, PooledVerifier> byName = new LinkedHashMap<>();
    private final Map<Link, Map<Long, PooledVerifier>> byHost = new HashMap<>();
    private long uses;
    private long meanLeaseMillis;

    /** A host offers a verifier. A name that another live host offers already, or the same one twice, is not taken. */
    void added(Link host, VerifierAdded offer) {
        PooledVerifier verifier =
                byName.computeIfAbsent(offer.name(), name -> new PooledVerifier(byName.size() + 1L, name));
        Map<Long, PooledVerifier> ofHost = byHost.computeIfAbsent(host, link -> new HashMap<>());
        if (verifier.isOffered() || ofHost.containsKey(offer.number())) {
            log.warn("verifier {}: offered twice, {}'s offer is ignored", offer.name(), host.peer());
            return;
        }
        verifier.offered(host, offer);
        ofHost.put(offer.number(), verifier);
        log.info("verifier {} came, from host {}: {}", verifier.name(), host.peer(), offer.state());
    }

    void changed(PooledVerifier verifier, VerifierState state, String note) {
        verifier.reported(state, note);
        log.info("verifier {}: {} {}", verifier.name(), state, note);
    }

    /** The host offers it no longer. */
    void removed(Link host, long hostNumber) {
        PooledVerifier verifier = byHost.getOrDefault(host, new HashMap<>()).remove(hostNumber);
        if (verifier != null) {
            withdraw(verifier);
        }
    }

    /** Nothing of that host is offered any more; these were. */
    List<PooledVerifier> hostGone(Link host) {
        Map<Long, PooledVerifier> gone = byHost.remove(host);
        List<PooledVerifier> verifiers = gone == null ? List.of() : List.copyOf(gone.values());
        verifiers.forEach(Pool::withdraw);
        return verifiers;
    }

    private static void withdraw(PooledVerifier verifier) {
        verifier.withdrawn();
        log.info("verifier {} went", verifier.name());
    }

    Optional<PooledVerifier> find(Link host, long hostNumber) {
        return Optional.ofNullable(byHost.getOrDefault(host, Map.of()).get(hostNumber));
    }

    /** The verifier of that name, if it can be leased now. */
    Optional<PooledVerifier> idle(String name) {
        return Optional.ofNullable(byName.get(name)).filter(verifier -> verifier.state() == VerifierState.IDLE);
    }

    int size() {
        return byName.size();
    }

    boolean hasIdle() {
        return byName.values().stream().anyMatch(verifier -> verifier.state() == VerifierState.IDLE);
    }

    Lease lease(PooledVerifier verifier, Session session, long nowMillis) {
        return verifier.lease(session, ++uses, nowMillis);
    }

    void release(Lease lease, Ending ending, long nowMillis) {
        lease.verifier().released(ending, ++uses);
        long lasted = nowMillis - lease.begunMillis();
        meanLeaseMillis = meanLeaseMillis == 0 ? lasted : meanLeaseMillis + (lasted - meanLeaseMillis) / MEAN_WEIGHT;
    }

    /** How long the session at that place of the line will probably wait; 0 if nothing is known. */
    int estimateMillis(int position) {
        long serving = byName.values().stream()
                .filter(verifier -> verifier.state() == VerifierState.LEASED || verifier.state() == VerifierState.IDLE)
                .count();
        long rounds = serving == 0 ? 0 : (position + serving - 1) / serving;
        return (int) Math.min(Integer.MAX_VALUE, rounds * meanLeaseMillis);
    }

    List<VerifierStatus> statuses() {
        return byName.values().stream().map(PooledVerifier::status).toList();
    }

    List<VerifierInfo> infos() {
        return byName.values().stream().map(PooledVerifier::info).toList();
    }
}
