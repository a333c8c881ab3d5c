package org.idrelay.verifier.host;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.idrelay.api.FailureCode;
import org.idrelay.api.Party;
import org.idrelay.api.verifier.Capability;
import org.idrelay.api.verifier.Verifier;
import org.idrelay.api.verifier.VerifierException;
import org.idrelay.api.verifier.VerifierState;
import org.idrelay.link.Link;
import org.idrelay.link.RoleLoop;
import org.idrelay.link.TraceLog;
import org.idrelay.operations.HostOperations.HostedVerifier;
import org.idrelay.wire.Failure;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Header;
import org.idrelay.wire.Message;
import org.idrelay.wire.MessageType;
import org.idrelay.wire.VerifierAdded;
import org.idrelay.wire.VerifierChanged;
import org.idrelay.wire.WireException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One verifier of this host: opens a session for each lease with a higher term, and releases the verifier after each
 * session that called it. A lease that comes while it is being released waits for that, within bounds. Lives on the event
 * loop.
 */
final class OfferedVerifier {

    private static final Logger log = LoggerFactory.getLogger(OfferedVerifier.class);

    /** Where a verifier stands. */
    enum State {
        /** It can serve at once. */
        IDLE,
        /** It serves a session. */
        SERVING,
        /** Its session is over; it makes itself ready for the next, which may be waiting. */
        RELEASING,
        /** It did not get ready, or not in time. It takes no session until it does. */
        QUARANTINED,
        /** Its service went away. */
        GONE
    }

    /** The verifier with its thread. */
    record Device(String name, Set<Capability> capabilities, Verifier verifier, VerifierThread thread) {}

    private final long number;
    private final Device device;
    private final HostSettings settings;
    private final RoleLoop loop;
    private final TraceLog trace;
    private final SessionKeys keys;
    private final CardLimit cards;
    private final Consumer<Message> announce;
    private State state = State.IDLE;
    private long highestTerm;
    private @Nullable UUID lastSession;
    private @Nullable ServedSession serving;
    private @Nullable ServedSession waiting;
    private @Nullable Future<?> release;
    private @Nullable Future<?> timer;
    private int releases;
    private boolean releaseDue;
    private String lastError = "";

    /**
     * A verifier that can serve.
     *
     * @param announce tells the server, if there is one
     */
    OfferedVerifier(
            long number,
            long highestTerm,
            Device device,
            HostSettings settings,
            RoleLoop loop,
            TraceLog trace,
            SessionKeys keys,
            CardLimit cards,
            Consumer<Message> announce) {
        this.number = number;
        this.highestTerm = highestTerm;
        this.device = device;
        this.settings = settings;
        this.loop = loop;
        this.trace = trace;
        this.keys = keys;
        this.cards = cards;
        this.announce = announce;
    }

    /** A message of a session from the server. */
    void received(Link link, Frame frame) {
        Header header = frame.header();
        Optional<ServedSession> open = open(link);
        if (header.type() == MessageType.FIND_REQUEST) {
            open(link, frame);
        } else if (open.isPresent()
                && open.get().term() == header.term()
                && open.get().id().equals(header.session())) {
            open.get().received(frame);
        } else if (open.isPresent() && open.get().term() == header.term()) {
            refuse(link, header, Failure.of(FailureCode.SESSION_UNKNOWN, "the lease is another session's"));
        } else if (!wasUnderWay(header)) {
            refuse(link, header, Failure.of(FailureCode.TERM_WRONG, "no lease with this term is open"));
        }
    }

    /** The server's link is lost. */
    void linkLost(Link link) {
        open(link).ifPresent(session -> session.end(FailureCode.LINK_CLOSED));
    }

    /** Its service goes away: the session fails, the verifier is released once more, and nothing is called after that. */
    void withdraw() {
        if (waiting != null) {
            waiting.fail(FailureCode.VERIFIER_GONE, "");
        }
        if (serving != null) {
            serving.fail(FailureCode.VERIFIER_GONE, "");
        }
        releaseFirst();
        quiet();
        enter(State.GONE, "its service went away");
        device.thread().finish();
    }

    private void open(Link link, Frame first) {
        Header header = first.header();
        if (header.term() <= highestTerm) {
            refuse(link, header, new Failure(FailureCode.TERM_TOO_LOW.number(), highestTerm, ""));
            return;
        }
        try {
            HostSession session = new HostSession(first, device.capabilities());
            highestTerm = header.term();
            lastSession = header.session();
            trace.received(first, Party.SERVER, device.name());
            ServedSession served =
                    new ServedSession(session, link, device, settings, loop, trace, keys, cards, this::ended);
            served.open(first);
            admit(served);
        } catch (WireException e) {
            refuse(link, header, Failure.of(e.code(), String.valueOf(e.getMessage())));
        }
    }

    /** A higher term ends whatever session has a lower one. */
    private void admit(ServedSession session) {
        switch (state) {
            case IDLE -> serve(session);
            case SERVING, RELEASING -> {
                replaced(serving);
                replaced(waiting);
                waiting = session;
            }
            case QUARANTINED -> session.fail(FailureCode.VERIFIER_BUSY, lastError);
            case GONE -> session.fail(FailureCode.VERIFIER_GONE, "");
        }
    }

    private static void replaced(@Nullable ServedSession older) {
        if (older != null) {
            older.fail(FailureCode.TERM_WRONG, "a newer lease was opened");
        }
    }

    private void serve(ServedSession session) {
        serving = session;
        enter(State.SERVING, "term " + session.term());
        session.begin();
    }

    private void ended(ServedSession session) {
        if (session == waiting) {
            waiting = null;
        } else if (session == serving) {
            serving = null;
            if (session.ending().party() == Party.VERIFIER) {
                lastError = session.ending().name();
            }
            enter(State.RELEASING, "its session ended");
            releaseDue = true;
            session.afterLastWord(this::releaseFirst); // what is announced afterwards must not overtake it
        }
    }

    private void releaseFirst() {
        if (releaseDue) {
            releaseDue = false;
            release();
            int attempt = releases;
            wait(settings.verifierCallMillis(), () -> late(attempt));
        }
    }

    private void release() {
        releases++;
        int attempt = releases;
        release = device.thread()
                .call(
                        () -> {
                            device.verifier().release();
                            return attempt;
                        },
                        this::released,
                        thrown -> releaseFailed(attempt, thrown));
    }

    private void released(int attempt) {
        switch (state) {
            case RELEASING, QUARANTINED -> {
                if (attempt == releases) {
                    boolean tell = state == State.QUARANTINED;
                    quiet();
                    enter(State.IDLE, "released");
                    if (tell) {
                        log.info("verifier {} is well again", device.name());
                        announce.accept(new VerifierChanged(number, VerifierState.IDLE, "released"));
                    }
                    serveWaiting();
                }
            }
            case IDLE, SERVING, GONE -> {}
        }
    }

    private void serveWaiting() {
        ServedSession next = waiting;
        waiting = null;
        if (next != null) {
            serve(next);
        }
    }

    private void releaseFailed(int attempt, Throwable thrown) {
        switch (state) {
            case RELEASING, QUARANTINED -> {
                if (attempt == releases) {
                    String cause = thrown instanceof VerifierException e
                            ? e.code().name()
                            : thrown.getClass().getSimpleName();
                    quarantine("release failed: " + cause);
                    wait(settings.releaseRetryMillis(), () -> retry(attempt));
                }
            }
            case IDLE, SERVING, GONE -> {}
        }
    }

    private void retry(int attempt) {
        if (state == State.QUARANTINED && attempt == releases) {
            release();
        }
    }

    /** The release, or the call before it that heeds no interrupt, takes too long. What comes of it is waited for. */
    private void late(int attempt) {
        if (state == State.RELEASING && attempt == releases) {
            quarantine("release takes too long");
            if (release != null) {
                release.cancel(true);
            }
            release();
        }
    }

    private void quarantine(String reason) {
        lastError = reason;
        if (state != State.QUARANTINED) {
            enter(State.QUARANTINED, reason);
            log.warn("verifier {} is quarantined: {}", device.name(), reason);
            announce.accept(new VerifierChanged(number, VerifierState.QUARANTINED, reason));
        }
        if (waiting != null) {
            waiting.fail(FailureCode.VERIFIER_BUSY, reason);
        }
    }

    /** One timer is enough: for the release to be done, or for the next one to be tried. */
    private void wait(int millis, Runnable then) {
        quiet();
        timer = loop.schedule(then, millis);
    }

    private void quiet() {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    private Optional<ServedSession> open(Link link) {
        return Optional.ofNullable(waiting == null ? serving : waiting).filter(session -> session.isOf(link));
    }

    /** Whether the message may have been sent before the server heard that the session is over. */
    private boolean wasUnderWay(Header header) {
        return header.type() == MessageType.FAILURE
                || (header.term() == highestTerm && header.session().equals(lastSession));
    }

    private static void refuse(Link link, Header header, Failure failure) {
        log.debug("session {}: {} refused, code {}", header.session(), header.type(), failure.code());
        Header answer = new Header(
                failure.type(), false, header.session(), header.verifier(), header.term(), 0, header.sequence());
        link.send(Frame.of(answer, failure));
    }

    /** The only place where the state changes. */
    private void enter(State next, String reason) {
        log.debug("verifier {}: {} -> {} ({})", device.name(), state, next, reason);
        state = next;
    }

    long number() {
        return number;
    }

    long highestTerm() {
        return highestTerm;
    }

    Device device() {
        return device;
    }

    VerifierAdded offer() {
        return new VerifierAdded(
                number,
                device.name(),
                device.capabilities(),
                state == State.QUARANTINED ? VerifierState.QUARANTINED : VerifierState.IDLE,
                highestTerm);
    }

    HostedVerifier info() {
        VerifierState shown =
                switch (state) {
                    case IDLE -> VerifierState.IDLE;
                    case SERVING, RELEASING -> VerifierState.LEASED;
                    case QUARANTINED -> VerifierState.QUARANTINED;
                    case GONE -> VerifierState.GONE;
                };
        return new HostedVerifier(
                device.name(),
                shown,
                device.capabilities(),
                highestTerm,
                Optional.ofNullable(serving).map(ServedSession::id),
                lastError);
    }
}
