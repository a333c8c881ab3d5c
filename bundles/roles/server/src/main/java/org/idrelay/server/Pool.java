package org.idrelay.server;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.idrelay.api.routing.Fleet;
import org.idrelay.api.routing.VerifierStatus;
import org.idrelay.api.verifier.VerifierState;
import org.idrelay.link.Link;
import org.idrelay.operations.ServerOperations.VerifierInfo;
import org.idrelay.wire.VerifierAdded;
import org.idrelay.wire.VerifierChanged;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All verifiers that hosts announced, and their leases. Lives on the event loop. */
final class Pool {

    private static final Logger log = LoggerFactory.getLogger(Pool.class);

    /** How much of the mean the newest lease is: one part in so many. */
    private static final int MEAN_WEIGHT = 8;

    private final Map<String, PooledVerifier> byName = new LinkedHashMap<>();
    private final Map<Link, Map<Long, PooledVerifier>> byHost = new HashMap<>();
    private Fleet fleet = Fleet.of(List.of());
    private int serving;
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
        keep(verifier);
        log.info("verifier {} came, from host {}: {}", verifier.name(), host.peer(), offer.state());
    }

    /** A host says how a verifier of its is. Answers those that are gone by that. */
    List<PooledVerifier> changed(Link host, VerifierChanged change) {
        Optional<PooledVerifier> changed = find(host, change.number());
        changed.ifPresent(verifier -> {
            verifier.reported(change.state(), change.note());
            keep(verifier);
            log.info("verifier {}: {} {}", verifier.name(), change.state(), change.note());
        });
        return changed.filter(verifier -> change.state() == VerifierState.GONE).stream()
                .toList();
    }

    /** The host offers it no longer. Answers those that are gone by that. */
    List<PooledVerifier> removed(Link host, long hostNumber) {
        Optional<PooledVerifier> removed =
                Optional.ofNullable(byHost.getOrDefault(host, new HashMap<>()).remove(hostNumber));
        removed.ifPresent(this::withdraw);
        return removed.stream().toList();
    }

    /** Nothing of that host is offered any more; these were. */
    List<PooledVerifier> hostGone(Link host) {
        Map<Long, PooledVerifier> gone = byHost.remove(host);
        List<PooledVerifier> verifiers = gone == null ? List.of() : List.copyOf(gone.values());
        verifiers.forEach(this::withdraw);
        return verifiers;
    }

    private void withdraw(PooledVerifier verifier) {
        verifier.withdrawn();
        keep(verifier);
        log.info("verifier {} went", verifier.name());
    }

    Optional<PooledVerifier> find(Link host, long hostNumber) {
        return Optional.ofNullable(byHost.getOrDefault(host, Map.of()).get(hostNumber));
    }

    /** The verifier of that name, if it can be leased now. */
    Optional<PooledVerifier> idle(String name) {
        return Optional.ofNullable(byName.get(name)).filter(verifier -> verifier.state() == VerifierState.IDLE);
    }

    boolean hasIdle() {
        return fleet.idle().findFirst().isPresent();
    }

    Lease lease(PooledVerifier verifier, RelaySession session, long nowMillis) {
        Lease lease = verifier.lease(session, ++uses, nowMillis);
        keep(verifier);
        return lease;
    }

    void release(Lease lease, Ending ending, long nowMillis) {
        PooledVerifier verifier = requireNonNull(byName.get(lease.verifier()), "a verifier is never forgotten");
        verifier.released(ending, ++uses);
        keep(verifier);
        long lasted = nowMillis - lease.begunMillis();
        meanLeaseMillis = meanLeaseMillis == 0 ? lasted : meanLeaseMillis + (lasted - meanLeaseMillis) / MEAN_WEIGHT;
    }

    /** How long the session at that place of the line will probably wait; 0 if nothing is known. */
    int estimateMillis(int position) {
        long rounds = serving == 0 ? 0 : (position + serving - 1L) / serving;
        return (int) Math.min(Integer.MAX_VALUE, rounds * meanLeaseMillis);
    }

    /** The verifiers as they are now; whatever happens to them makes another one. */
    Fleet fleet() {
        return fleet;
    }

    List<VerifierInfo> infos() {
        return byName.values().stream().map(PooledVerifier::info).toList();
    }

    /** Something about a verifier has changed. */
    private void keep(PooledVerifier verifier) {
        VerifierStatus now = verifier.status();
        serving += serves(now) - fleet.find(now.name()).map(Pool::serves).orElse(0);
        fleet = fleet.with(now);
    }

    private static int serves(VerifierStatus verifier) {
        return verifier.state() == VerifierState.LEASED || verifier.state() == VerifierState.IDLE ? 1 : 0;
    }
}
