package org.idrelay.server;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.ObjIntConsumer;
import org.idrelay.api.FailureCode;
import org.idrelay.api.routing.RoutingRequest;
import org.idrelay.operations.ServerOperations.Explanation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who gets which verifier, and who waits for one: the pool, the policy in force, and the line. Lives on the event loop. */
final class Leasing {

    private static final Logger log = LoggerFactory.getLogger(Leasing.class);

    private final Router router;
    private final Ledger ledger;
    private final BooleanSupplier verifiersMayCome;
    private final Pool pool = new Pool();
    private final WaitingLine line = new WaitingLine();

    /** Operators ask for the policy's name while there is no loop yet. */
    private volatile ServerSettings settings;

    /**
     * What a session gets: a lease, a refusal, or a place in the line.
     *
     * @param lease present if it is leased a verifier now
     * @param refusal present if it is not served at all
     */
    record Answer(Optional<Lease> lease, Optional<Refusal> refusal) {

        private static final Answer WAIT = new Answer(Optional.empty(), Optional.empty());

        private static Answer refusal(FailureCode code, String detail) {
            return new Answer(Optional.empty(), Optional.of(new Refusal(code, detail)));
        }

        boolean waits() {
            return lease.isEmpty() && refusal.isEmpty();
        }
    }

    /** Why a session is not served. */
    record Refusal(FailureCode code, String detail) {}

    /** @param verifiersMayCome whether some host has not said yet what it offers */
    Leasing(ServerSettings settings, Router router, Ledger ledger, BooleanSupplier verifiersMayCome) {
        this.settings = settings;
        this.router = router;
        this.ledger = ledger;
        this.verifiersMayCome = verifiersMayCome;
    }

    void apply(ServerSettings changed) {
        settings = changed;
    }

    Pool pool() {
        return pool;
    }

    /** What a new session gets. */
    Answer begin(RelaySession session, long nowMillis) {
        Optional<Pick> pick = pick(session);
        if (pick.isEmpty()) {
            log.warn("routing policy {} is missing or failed: nobody can be served", settings.policy());
            return Answer.refusal(FailureCode.NO_VERIFIER, "no routing policy " + settings.policy());
        }
        ledger.routed(session.id(), Router.note(pick.get()));
        Optional<PooledVerifier> verifier = pick.get().verifier().flatMap(pool::idle);
        if (verifier.isPresent()) {
            return new Answer(Optional.of(pool.lease(verifier.get(), session, nowMillis)), Optional.empty());
        } else if (!pick.get().waitingHelps() && !verifiersMayCome.getAsBoolean()) {
            return Answer.refusal(FailureCode.NO_VERIFIER, "");
        } else if (line.length() >= settings.queue().limit()) {
            return Answer.refusal(FailureCode.QUEUE_FULL, line.length() + " wait");
        }
        line.add(session);
        return Answer.WAIT;
    }

    /** Whatever is idle goes to the first in line whom the policy admits. */
    Map<RelaySession, Lease> serve(long nowMillis) {
        Map<RelaySession, Lease> served = new LinkedHashMap<>();
        for (RelaySession waiter : line.inOrder()) {
            if (!pool.hasIdle()) {
                break;
            }
            pick(waiter)
                    .ifPresent(pick -> pick.verifier().flatMap(pool::idle).ifPresent(verifier -> {
                        ledger.routed(waiter.id(), Router.note(pick));
                        served.put(waiter, pool.lease(verifier, waiter, nowMillis));
                    }));
        }
        served.keySet().forEach(line::remove);
        return served;
    }

    /** A session is over: its lease or its place in the line is free. */
    void end(RelaySession session, Ending ending, long nowMillis) {
        line.remove(session);
        session.lease().ifPresent(lease -> pool.release(lease, ending, nowMillis));
    }

    /** Those that wait, with their places, the first in line first. */
    void eachWaiting(ObjIntConsumer<RelaySession> visitor) {
        List<RelaySession> inOrder = line.inOrder();
        for (int i = 0; i < inOrder.size(); i++) {
            visitor.accept(inOrder.get(i), i + 1);
        }
    }

    int waiting() {
        return line.length();
    }

    Explanation explain(RoutingRequest request) {
        return router.explain(settings.policy(), request, pool.fleet());
    }

    /** What is explained while nobody can be asked. */
    Explanation unexplained() {
        return Router.missing(settings.policy());
    }

    private Optional<Pick> pick(RelaySession session) {
        return router.pick(settings.policy(), session.routing(), pool.fleet());
    }
}
