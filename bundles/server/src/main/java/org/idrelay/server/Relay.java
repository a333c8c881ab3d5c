package org.idrelay.server;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.Party;
import org.idrelay.api.routing.RoutingRequest;
import org.idrelay.api.verifier.VerifierState;
import org.idrelay.link.Link;
import org.idrelay.link.RoleLoop;
import org.idrelay.link.TraceLog;
import org.idrelay.operations.ServerOperations.Explanation;
import org.idrelay.operations.ServerOperations.FiguresInfo;
import org.idrelay.operations.ServerOperations.SessionInfo;
import org.idrelay.operations.ServerOperations.VerifierInfo;
import org.idrelay.wire.Failure;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Header;
import org.idrelay.wire.MessageType;
import org.idrelay.wire.VerifierAdded;
import org.idrelay.wire.VerifierChanged;
import org.idrelay.wire.WireException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's core: admits sessions, leases each a verifier or lets it wait, relays, and frees the verifier however a
 * session ends. All of it happens on the event loop.
 *
 * <p>A verifier counts as free as soon as its session is over, although its host may still be releasing it: the host
 * answers the next FIND_REQUEST when that is done, or fails it (VERIFIER_BUSY) if it takes too long.
 */
final class Relay {

    private static final Logger log = LoggerFactory.getLogger(Relay.class);

    /** The step of claim 1 in which a verifier is chosen. */
    private static final int CHOICE = 5;

    private final Admission admission;
    private final Router router;
    private final TraceLog trace;
    private final RoleLoop loop;
    private final LongSupplier millis;
    private final Pool pool = new Pool();
    private final WaitingLine line = new WaitingLine();
    private final Figures figures;
    private final Map<Session, Watch> sessions = new LinkedHashMap<>();
    private final Set<HostLink> hosts = new HashSet<>();
    private final int maxSessions;
    private ServerSettings settings;
    private long lateAnswers;

    /**
     * The core alone, without links.
     *
     * @param millis a clock that never goes back
     */
    Relay(
            ServerSettings settings,
            Admission admission,
            Router router,
            TraceLog trace,
            RoleLoop loop,
            LongSupplier millis) {
        this.settings = settings;
        maxSessions = settings.limits().maxSessions(); // every link was told so when it came up
        this.admission = admission;
        this.router = router;
        this.trace = trace;
        this.loop = loop;
        this.millis = millis;
        figures = new Figures(millis.getAsLong());
    }

    /** A new policy and new time limits count from now on; deadlines that are set stay. */
    void apply(ServerSettings changed) {
        settings = changed;
        serveWaiters();
    }

    /**
     * The first message of a session: exactly here the server admits and chooses a verifier.
     *
     * @throws WireException if it is none; then there is no session
     */
    void admit(TerminalLink terminal, Frame first) throws WireException {
        Session session = new Session(terminal, first, millis.getAsLong());
        trace.received(first, Party.TERMINAL, "");
        figures.began(session.id(), millis.getAsLong());
        if (first.header().verifier() != 0 || first.header().term() != 0) {
            fail(session, FailureCode.TERM_WRONG, "a first message has no lease");
        } else if (terminal.size() >= maxSessions) {
            fail(session, FailureCode.SESSION_LIMIT, terminal.size() + " sessions are open");
        } else if (!admission.beginsRead(terminal.identity())) {
            fail(session, FailureCode.TERMINAL_LIMIT, "the limit is " + admission.limit());
        } else {
            terminal.add(session);
            sessions.put(session, new Watch(loop));
            route(session);
        }
    }

    /**
     * Any further message of a session.
     *
     * @throws WireException if it must not come now; the session is as it was
     */
    void fromTerminal(Session session, Frame frame) throws WireException {
        Outcome outcome = session.fromTerminal(frame);
        trace.received(frame, Party.TERMINAL, "");
        figures.passed(session.id(), frame.header().type(), millis.getAsLong());
        perform(session, outcome);
    }

    /** A host's message of a session. Late ones are dropped; one that must not come now costs the session, not the link. */
    void fromVerifier(Link host, Frame frame) {
        Header header = frame.header();
        Optional<Lease> lease = pool.find(host, header.verifier())
                .flatMap(PooledVerifier::lease)
                .filter(held ->
                        held.term() == header.term() && held.session().id().equals(header.session()));
        if (lease.isEmpty()) {
            lateAnswers++;
            log.debug(
                    "session {}: {} came too late and is dropped, the {}th",
                    header.session(),
                    header.type(),
                    lateAnswers);
            return;
        }
        Session session = lease.get().session();
        try {
            Outcome outcome = session.fromVerifier(frame);
            trace.received(frame, Party.VERIFIER, lease.get().verifier().name());
            figures.passed(header.session(), header.type(), millis.getAsLong());
            learnTerm(lease.get().verifier(), frame);
            perform(session, outcome);
        } catch (WireException e) {
            fail(session, e.code(), String.valueOf(e.getMessage()));
        }
    }

    /** Ends a session for a reason of the server's own. */
    void fail(Session session, FailureCode code, String detail) {
        perform(session, session.failed(code, detail));
    }

    /** Ends a session because of what its terminal sent. */
    void fail(Session session, WireException cause, long sequence) {
        perform(session, session.failed(cause.code(), String.valueOf(cause.getMessage()), sequence));
    }

    /** Ends sessions; those that wait first, or a verifier that another sets free would go to one that ends next. */
    void failAll(Collection<Session> ending, FailureCode code, String detail) {
        ending.stream()
                .sorted(Comparator.comparing(Session::state))
                .toList()
                .forEach(session -> fail(session, code, detail));
    }

    void hostConfigured(HostLink host) {
        hosts.add(host);
    }

    void hostForgotten(HostLink host) {
        hosts.remove(host);
    }

    void added(Link host, VerifierAdded offer) {
        pool.added(host, offer);
        serveWaiters();
    }

    void changed(Link host, VerifierChanged change) {
        pool.find(host, change.number()).ifPresent(verifier -> {
            pool.changed(verifier, change.state(), change.note());
            if (change.state() == VerifierState.GONE) {
                failLease(verifier, FailureCode.VERIFIER_GONE);
            }
            serveWaiters();
        });
    }

    void removed(Link host, long hostNumber) {
        pool.find(host, hostNumber).ifPresent(verifier -> {
            pool.removed(host, hostNumber);
            failLease(verifier, FailureCode.VERIFIER_GONE);
        });
    }

    /** A host went, and its verifiers with it. */
    void hostGone(Link host) {
        pool.hostGone(host).forEach(verifier -> failLease(verifier, FailureCode.VERIFIER_GONE));
    }

    /** The rules of admission changed. */
    void judgeHostsAgain() {
        hosts.forEach(HostLink::judgeAgain);
    }

    Set<String> hostIdentities() {
        return hosts.stream().flatMap(host -> host.identity().stream()).collect(Collectors.toSet());
    }

    /** Ends everything, for good. */
    void stop() {
        failAll(List.copyOf(sessions.keySet()), FailureCode.SERVER_STOPPED, "");
    }

    private void failLease(PooledVerifier verifier, FailureCode code) {
        verifier.lease().ifPresent(lease -> fail(lease.session(), code, verifier.name() + " went away"));
    }

    private void route(Session session) {
        Optional<Router.Choice> choice = router.choose(settings.policy(), session.routing(), pool);
        if (choice.isEmpty()) {
            log.warn("routing policy {} is missing or failed: nobody can be served", settings.policy());
            fail(session, FailureCode.NO_VERIFIER, "no routing policy " + settings.policy());
            return;
        }
        decided(session, choice.get());
        if (choice.get().verifier().isPresent()) {
            lease(session, choice.get().verifier().get());
        } else if (!choice.get().waitingHelps() && hosts.stream().noneMatch(HostLink::mayAnnounce)) {
            fail(session, FailureCode.NO_VERIFIER, "");
        } else if (line.length() >= settings.queueLimit()) {
            fail(session, FailureCode.QUEUE_FULL, line.length() + " wait");
        } else {
            line.add(session);
            int patience = Math.min(session.request().stayMillis(), settings.queueWaitMillis());
            watch(session).deadline(patience, () -> fail(session, FailureCode.QUEUE_EXPIRED, ""));
            announcePlaces();
        }
    }

    /** Whatever became idle goes to the first in line whom the policy admits, in this very turn. */
    void serveWaiters() {
        for (Session waiter : line.inOrder()) {
            if (!pool.hasIdle()) {
                break;
            }
            router.choose(settings.policy(), waiter.routing(), pool)
                    .filter(choice -> choice.verifier().isPresent())
                    .ifPresent(choice -> {
                        decided(waiter, choice);
                        choice.verifier().ifPresent(verifier -> lease(waiter, verifier));
                    });
        }
        announcePlaces();
    }

    private void decided(Session session, Router.Choice choice) {
        trace.decided(session.id(), 0, CHOICE, "ROUTE", Bytes.EMPTY, choice.note());
    }

    private void lease(Session session, PooledVerifier verifier) {
        line.remove(session);
        perform(session, session.leased(pool.lease(verifier, session, millis.getAsLong())));
        watch(session).deadline(settings.sessionLimitMillis(), () -> fail(session, FailureCode.SESSION_EXPIRED, ""));
    }

    private void announcePlaces() {
        int place = 0;
        for (Session waiter : line.inOrder()) {
            place++;
            perform(waiter, waiter.waits(place, pool.estimateMillis(place)));
        }
    }

    private void perform(Session session, Outcome outcome) {
        session.lease().ifPresent(lease -> {
            for (Frame frame : outcome.toVerifier()) {
                trace.sent(frame, Party.VERIFIER, lease.verifier().name());
                lease.host().send(frame);
            }
        });
        for (Frame frame : outcome.toTerminal()) {
            trace.sent(frame, Party.TERMINAL, "");
            session.terminal().link().send(frame);
        }
        if (outcome.ending().isPresent()) {
            close(session, outcome.ending().get());
        } else if (session.awaitsVerifier()) {
            watch(session)
                    .silence(
                            settings.verifierTimeoutMillis(),
                            () -> fail(session, FailureCode.VERIFIER_TIMEOUT, "no sign of life"));
        } else {
            watch(session).quiet();
        }
    }

    private void close(Session session, Ending ending) {
        watch(session).cancel();
        sessions.remove(session);
        figures.ended(session.id(), ending, millis.getAsLong());
        line.remove(session);
        session.terminal().closed(session, ending);
        session.lease().ifPresent(lease -> pool.release(lease, ending, millis.getAsLong()));
        serveWaiters();
    }

    /** A session that was refused or is over has a watch that nobody keeps. */
    private Watch watch(Session session) {
        return sessions.getOrDefault(session, new Watch(loop));
    }

    private static void learnTerm(PooledVerifier verifier, Frame frame) throws WireException {
        if (frame.header().type() == MessageType.FAILURE) {
            Failure failure = Failure.ofClear(frame);
            if (failure.code() == FailureCode.TERM_TOO_LOW.number()) {
                verifier.learnTerm(failure.value());
            }
        }
    }

    List<VerifierInfo> verifierInfos() {
        return pool.infos();
    }

    List<SessionInfo> sessionInfos() {
        long now = millis.getAsLong();
        return sessions.keySet().stream().map(session -> session.info(now)).toList();
    }

    FiguresInfo figures() {
        return figures.info(line.length(), millis.getAsLong());
    }

    Optional<Explanation> explain(RoutingRequest request) {
        return router.explain(settings.policy(), request, pool);
    }

    long lateAnswers() {
        return lateAnswers;
    }
}
