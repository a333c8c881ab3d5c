package org.idrelay.verifier.host;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.idrelay.api.FailureCode;
import org.idrelay.api.verifier.VerifierException;
import org.idrelay.api.verifier.VerifierState;
import org.idrelay.link.Link;
import org.idrelay.operations.HostOperations.HostedVerifier;
import org.idrelay.verifier.host.VerifierStates.Outcome;
import org.idrelay.wire.Failure;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Header;
import org.idrelay.wire.MessageType;
import org.idrelay.wire.VerifierAdded;
import org.idrelay.wire.VerifierChanged;
import org.idrelay.wire.WireException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One verifier of this host: opens a session for each lease with a higher term, which ends the one before, and releases the
 * verifier after each session that called it. Lives on the event loop.
 */
final class OfferedVerifier {

    private static final Logger log = LoggerFactory.getLogger(OfferedVerifier.class);

    private final long number;
    private final Device device;
    private final HostDesk desk;
    private final TermGuard terms;
    private final VerifierStates states;
    private @Nullable ServedSession newest;
    private @Nullable Future<?> release;
    private @Nullable Future<?> timer;

    /** A verifier that can serve. */
    OfferedVerifier(long number, long highestTerm, Device device, HostDesk desk) {
        this.number = number;
        this.device = device;
        this.desk = desk;
        terms = new TermGuard(highestTerm);
        states = new VerifierStates(device.name());
    }

    /** A message of a session from the server. */
    void received(Link link, Frame frame) {
        Header header = frame.header();
        if (header.type() == MessageType.FIND_REQUEST) {
            terms.refusalToOpen(header)
                    .ifPresentOrElse(failure -> refuse(link, header, failure), () -> open(link, frame));
        } else if (terms.isOfOpenSession(header)) {
            withNewest(session -> session.received(frame));
        } else {
            terms.refusal(header).ifPresent(failure -> refuse(link, header, failure));
        }
    }

    /** The server's link is lost. */
    void linkLost() {
        withNewest(session -> session.end(FailureCode.LINK_CLOSED));
    }

    /** Its service goes away: the session fails, the verifier is released once more, and nothing is called after that. */
    void withdraw() {
        perform(states.withdrawn());
    }

    private void open(Link link, Frame first) {
        try {
            HostSession session = new HostSession(first, device.capabilities());
            terms.opened(first.header());
            ServedSession served = new ServedSession(session, link, device, desk, this::ended);
            served.open(first);
            withNewest(older -> older.fail(FailureCode.TERM_WRONG, "a newer lease was opened"));
            newest = served;
            perform(states.leased(served.term()));
        } catch (WireException e) {
            refuse(link, first.header(), Failure.of(e.code(), String.valueOf(e.getMessage())));
        }
    }

    private void ended(ServedSession session) {
        if (session == newest) {
            newest = null;
        }
        terms.closed(session.term());
        perform(states.ended(session.term(), session.ending()));
        session.afterLastWord(() -> perform(states.lastWordLeft(session.term())));
    }

    private void perform(List<Outcome> outcomes) {
        outcomes.forEach(this::perform);
    }

    private void perform(Outcome outcome) {
        switch (outcome) {
            case BEGIN -> withNewest(ServedSession::begin);
            case FAIL_BUSY -> withNewest(session -> session.fail(FailureCode.VERIFIER_BUSY, states.lastError()));
            case FAIL_GONE -> withNewest(session -> session.fail(FailureCode.VERIFIER_GONE, ""));
            case RELEASE -> release(states.attempt());
            case INTERRUPT_RELEASE -> interruptRelease();
            case WATCH_RELEASE -> {
                int attempt = states.attempt();
                wait(desk.timing().verifierCallMillis(), () -> perform(states.late(attempt)));
            }
            case RETRY_LATER -> {
                int attempt = states.attempt();
                wait(desk.timing().releaseRetryMillis(), () -> perform(states.retry(attempt)));
            }
            case STOP_WAITING -> stopWaiting();
            case TELL_QUARANTINED -> {
                log.warn("verifier {} is quarantined: {}", device.name(), states.lastError());
                tell(VerifierState.QUARANTINED, states.lastError());
            }
            case TELL_WELL -> {
                log.info("verifier {} is well again", device.name());
                tell(VerifierState.IDLE, "released");
            }
            case FINISH -> device.thread().finish();
        }
    }

    private void withNewest(Consumer<ServedSession> action) {
        if (newest != null) {
            action.accept(newest);
        }
    }

    private void release(int attempt) {
        release = device.thread()
                .call(
                        () -> {
                            device.verifier().release();
                            return attempt;
                        },
                        done -> perform(states.released(done)),
                        thrown -> perform(states.releaseFailed(attempt, causeOf(thrown))));
    }

    private static String causeOf(Throwable thrown) {
        return thrown instanceof VerifierException e
                ? e.code().name()
                : thrown.getClass().getSimpleName();
    }

    private void interruptRelease() {
        if (release != null) {
            release.cancel(true);
        }
    }

    /** One timer is enough: for the release to be done, or for the next one to be tried. */
    private void wait(int millis, Runnable then) {
        stopWaiting();
        timer = desk.loop().schedule(then, millis);
    }

    private void stopWaiting() {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    private void tell(VerifierState state, String note) {
        desk.announce().accept(new VerifierChanged(number, state, note));
    }

    private static void refuse(Link link, Header header, Failure failure) {
        log.debug("session {}: {} refused, code {}", header.session(), header.type(), failure.code());
        link.send(Frame.of(Header.answerTo(header, failure.type(), 0), failure));
    }

    long number() {
        return number;
    }

    long highestTerm() {
        return terms.highest();
    }

    Device device() {
        return device;
    }

    VerifierAdded offer() {
        return new VerifierAdded(
                number,
                device.name(),
                device.capabilities(),
                states.state() == VerifierStates.State.QUARANTINED ? VerifierState.QUARANTINED : VerifierState.IDLE,
                highestTerm());
    }

    HostedVerifier info() {
        return new HostedVerifier(
                device.name(),
                states.shown(),
                device.capabilities(),
                highestTerm(),
                Optional.ofNullable(newest)
                        .filter(session -> states.state() == VerifierStates.State.SERVING)
                        .map(ServedSession::id),
                states.lastError());
    }
}
