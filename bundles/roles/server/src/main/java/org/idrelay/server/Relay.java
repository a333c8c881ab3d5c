package org.idrelay.server;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.idrelay.api.FailureCode;
import org.idrelay.link.Link;
import org.idrelay.link.RoleLoop;
import org.idrelay.operations.ServerOperations.FiguresInfo;
import org.idrelay.operations.ServerOperations.SessionInfo;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Header;
import org.idrelay.wire.VerifierAdded;
import org.idrelay.wire.VerifierChanged;
import org.idrelay.wire.WireException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's core: admits sessions, leases each a verifier or lets it wait, performs what they want done, and frees the
 * verifier however a session ends. All of it happens on the event loop.
 *
 * <p>A verifier counts as free as soon as its session is over, although its host may still be releasing it: the host
 * answers the next FIND_REQUEST when that is done, or fails it (VERIFIER_BUSY) if it takes too long.
 */
final class Relay {

    private static final Logger log = LoggerFactory.getLogger(Relay.class);

    private final Admission admission;
    private final Leasing leasing;
    private final Pool pool;
    private final Ledger ledger;
    private final RoleLoop loop;
    private final LongSupplier millis;
    private final Map<RelaySession, Around> sessions = new LinkedHashMap<>();
    private final int maxSessions;
    private ServerSettings settings;

    /** What a session that is not over has around it. */
    private record Around(ConnectedTerminal terminal, Watch watch) {}

    /**
     * The core alone, without links.
     *
     * @param millis a clock that never goes back
     */
    Relay(
            ServerSettings settings,
            Admission admission,
            Leasing leasing,
            Ledger ledger,
            RoleLoop loop,
            LongSupplier millis) {
        this.settings = settings;
        maxSessions = settings.limits().maxSessions(); // every link was told so when it came up
        this.admission = admission;
        this.leasing = leasing;
        pool = leasing.pool();
        this.ledger = ledger;
        this.loop = loop;
        this.millis = millis;
    }

    /** A new policy and new time limits count from now on; deadlines that are set stay. */
    void apply(ServerSettings changed) {
        settings = changed;
        leasing.apply(changed);
        serveWaiters();
    }

    /**
     * The first message of a session: exactly here the server admits and chooses a verifier.
     *
     * @throws WireException if it is none; then there is no session
     */
    void admit(ConnectedTerminal terminal, Frame first) throws WireException {
        RelaySession session = new RelaySession(terminal.identity(), first, millis.getAsLong());
        sessions.put(session, new Around(terminal, new Watch(loop)));
        ledger.began(first);
        if (first.header().verifier() != 0 || first.header().term() != 0) {
            fail(session, FailureCode.TERM_WRONG, "a first message has no lease");
        } else if (terminal.size() >= maxSessions) {
            fail(session, FailureCode.SESSION_LIMIT, terminal.size() + " sessions are open");
        } else if (!admission.beginsRead(terminal.identity())) {
            fail(session, FailureCode.TERMINAL_LIMIT, "the limit is " + admission.limit());
        } else {
            terminal.add(session);
            route(session);
        }
    }

    /**
     * Any further message of a session.
     *
     * @throws WireException if it must not come now; the session is as it was
     */
    void fromTerminal(RelaySession session, Frame frame) throws WireException {
        Outcome outcome = session.fromTerminal(frame);
        ledger.fromTerminal(frame);
        perform(session, outcome);
    }

    /** A host's message of a session. Late ones are dropped; one that must not come now costs the session, not the link. */
    void fromVerifier(Link host, Frame frame) {
        Header header = frame.header();
        Optional<PooledVerifier> verifier = pool.find(host, header.verifier());
        Optional<RelaySession> holder = verifier.flatMap(held -> held.holder(header.session(), header.term()));
        if (verifier.isEmpty() || holder.isEmpty()) {
            long late = ledger.late();
            log.debug("session {}: {} came too late and is dropped, the {}th", header.session(), header.type(), late);
            return;
        }
        RelaySession session = holder.get();
        try {
            Outcome outcome = session.fromVerifier(frame);
            ledger.fromVerifier(frame, verifier.get().name());
            verifier.get().learnTerm(frame);
            perform(session, outcome);
        } catch (WireException e) {
            fail(session, e.code(), String.valueOf(e.getMessage()));
        }
    }

    /** Ends a session for a reason of the server's own. */
    void fail(RelaySession session, FailureCode code, String detail) {
        perform(session, session.failed(code, detail));
    }

    /** Ends a session because of what its terminal sent. */
    void fail(RelaySession session, WireException cause, long sequence) {
        perform(session, session.failed(cause.code(), String.valueOf(cause.getMessage()), sequence));
    }

    /** Ends sessions; those that wait first, or a verifier that another sets free would go to one that ends next. */
    void failAll(Collection<RelaySession> ending, FailureCode code, String detail) {
        ending.stream()
                .sorted(Comparator.comparing(RelaySession::state))
                .toList()
                .forEach(session -> fail(session, code, detail));
    }

    void added(Link host, VerifierAdded offer) {
        pool.added(host, offer);
        serveWaiters();
    }

    void changed(Link host, VerifierChanged change) {
        failHolders(pool.changed(host, change));
        serveWaiters();
    }

    void removed(Link host, long hostNumber) {
        failHolders(pool.removed(host, hostNumber));
    }

    /** A host went, and its verifiers with it. */
    void hostGone(Link host) {
        failHolders(pool.hostGone(host));
    }

    private void failHolders(Collection<PooledVerifier> gone) {
        gone.forEach(verifier -> verifier.holder()
                .ifPresent(session -> fail(session, FailureCode.VERIFIER_GONE, verifier.name() + " went away")));
    }

    /** Ends everything, for good. */
    void stop() {
        failAll(List.copyOf(sessions.keySet()), FailureCode.SERVER_STOPPED, "");
    }

    private void route(RelaySession session) {
        Leasing.Answer answer = leasing.begin(session, millis.getAsLong());
        answer.lease().ifPresent(lease -> leased(session, lease));
        answer.refusal().ifPresent(refusal -> fail(session, refusal.code(), refusal.detail()));
        if (answer.waits()) {
            int stay = session.request().stayMillis();
            deadline(session, Math.min(stay, settings.queue().waitMillis()), FailureCode.QUEUE_EXPIRED);
            announcePlaces();
        }
    }

    /** Whatever became idle goes to the first in line whom the policy admits, in this very turn. */
    void serveWaiters() {
        leasing.serve(millis.getAsLong()).forEach(this::leased);
        announcePlaces();
    }

    private void leased(RelaySession session, Lease lease) {
        perform(session, session.leased(lease));
        deadline(session, settings.patience().sessionMillis(), FailureCode.SESSION_EXPIRED);
    }

    private void announcePlaces() {
        leasing.eachWaiting((waiter, place) -> perform(waiter, waiter.waits(place, pool.estimateMillis(place))));
    }

    /** Does what a session wants done. One that is over wants nothing. */
    private void perform(RelaySession session, Outcome outcome) {
        Around around = sessions.get(session);
        if (around == null) {
            return;
        }
        session.lease().ifPresent(lease -> {
            for (Frame frame : outcome.toVerifier()) {
                ledger.toVerifier(frame, lease.verifier());
                lease.host().send(frame);
            }
        });
        for (Frame frame : outcome.toTerminal()) {
            ledger.toTerminal(frame);
            around.terminal().link().send(frame);
        }
        if (outcome.ending().isPresent()) {
            close(session, around, outcome.ending().get());
        } else if (session.awaitsVerifier()) {
            around.watch()
                    .silence(
                            settings.patience().verifierMillis(),
                            () -> fail(session, FailureCode.VERIFIER_TIMEOUT, "no sign of life"));
        } else {
            around.watch().quiet();
        }
    }

    private void close(RelaySession session, Around around, Ending ending) {
        around.watch().cancel();
        sessions.remove(session);
        ledger.ended(session.id(), ending);
        around.terminal().closed(session, ending);
        leasing.end(session, ending, millis.getAsLong());
        serveWaiters();
    }

    private void deadline(RelaySession session, int afterMillis, FailureCode missed) {
        Around around = sessions.get(session);
        if (around != null) {
            around.watch().deadline(afterMillis, () -> fail(session, missed, ""));
        }
    }

    List<SessionInfo> sessionInfos() {
        long now = millis.getAsLong();
        return sessions.keySet().stream().map(session -> session.info(now)).toList();
    }

    FiguresInfo figures() {
        return ledger.figures(leasing.waiting());
    }
}
