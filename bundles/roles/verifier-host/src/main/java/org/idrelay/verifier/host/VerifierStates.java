package org.idrelay.verifier.host;

import java.util.ArrayList;
import java.util.List;
import org.idrelay.api.FailureCode;
import org.idrelay.api.Party;
import org.idrelay.api.verifier.VerifierState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where one verifier stands, from session to session: it serves one, is released, serves the next, which may be waiting.
 * Every event is a method that answers what to do. Pure. Lives on the event loop.
 */
final class VerifierStates {

    private static final Logger log = LoggerFactory.getLogger(VerifierStates.class);

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

    /** What is to be done, one after the other. */
    enum Outcome {
        /** The newest session begins. */
        BEGIN,
        /** The newest session fails: the verifier is not well. */
        FAIL_BUSY,
        /** The newest session fails: the verifier goes or has gone. */
        FAIL_GONE,
        /** The verifier is released, in this {@link #attempt}. */
        RELEASE,
        /** Whatever release is under way is interrupted. */
        INTERRUPT_RELEASE,
        /** If this attempt takes as long as a call may, {@link #late} is told. */
        WATCH_RELEASE,
        /** After a while, {@link #retry} is told. */
        RETRY_LATER,
        /** Nothing is waited for any more. */
        STOP_WAITING,
        /** The server hears that the verifier is not well. */
        TELL_QUARANTINED,
        /** The server hears that the verifier is well again. */
        TELL_WELL,
        /** The verifier is called no more. */
        FINISH
    }

    private static final List<Outcome> NOTHING = List.of();
    private static final long NONE = 0;

    private final String name;
    private State state = State.IDLE;
    private long served = NONE;
    private long waiting = NONE;
    private boolean releaseDue;
    private int attempt;
    private String lastError = "";

    /** @param name the verifier's, for the log */
    VerifierStates(String name) {
        this.name = name;
    }

    /** A session was opened under a term that is higher than all before. */
    List<Outcome> leased(long term) {
        return switch (state) {
            case IDLE -> serve(term);
            case SERVING, RELEASING -> {
                waiting = term;
                yield NOTHING;
            }
            case QUARANTINED -> List.of(Outcome.FAIL_BUSY);
            case GONE -> List.of(Outcome.FAIL_GONE);
        };
    }

    /** The session of that term is over. */
    List<Outcome> ended(long term, FailureCode ending) {
        return switch (state) {
            case SERVING -> term == served ? over(ending) : left(term);
            case RELEASING -> left(term);
            case IDLE, QUARANTINED, GONE -> NOTHING;
        };
    }

    /** All that the session of that term sent has left: what the server hears of the release does not overtake it. */
    List<Outcome> lastWordLeft(long term) {
        return switch (state) {
            case RELEASING -> term == served && releaseDue ? List.of(release(), Outcome.WATCH_RELEASE) : NOTHING;
            case IDLE, SERVING, QUARANTINED, GONE -> NOTHING;
        };
    }

    /** A release succeeded. */
    List<Outcome> released(int which) {
        return switch (state) {
            case RELEASING -> isNewest(which) ? ready() : NOTHING;
            case QUARANTINED -> isNewest(which) ? well() : NOTHING;
            case IDLE, SERVING, GONE -> NOTHING;
        };
    }

    /** A release failed. */
    List<Outcome> releaseFailed(int which, String cause) {
        return switch (state) {
            case RELEASING, QUARANTINED ->
                isNewest(which) ? quarantine("release failed: " + cause, Outcome.RETRY_LATER) : NOTHING;
            case IDLE, SERVING, GONE -> NOTHING;
        };
    }

    /** It is time for another release, if none was made since. */
    List<Outcome> retry(int after) {
        return switch (state) {
            case QUARANTINED -> isNewest(after) ? List.of(release()) : NOTHING;
            case IDLE, SERVING, RELEASING, GONE -> NOTHING;
        };
    }

    /** The release, or the call before it that heeds no interrupt, takes too long. What comes of it is waited for. */
    List<Outcome> late(int which) {
        return switch (state) {
            case RELEASING ->
                isNewest(which) ? quarantine("release takes too long", Outcome.INTERRUPT_RELEASE, release()) : NOTHING;
            case IDLE, SERVING, QUARANTINED, GONE -> NOTHING;
        };
    }

    /** Its service goes away: it is released once more, and not called after that. */
    List<Outcome> withdrawn() {
        return switch (state) {
            case IDLE, QUARANTINED -> go(false, false);
            case SERVING -> go(true, true);
            case RELEASING -> go(waiting != NONE, releaseDue);
            case GONE -> NOTHING;
        };
    }

    private List<Outcome> serve(long term) {
        served = term;
        waiting = NONE;
        enter(State.SERVING, "term " + term);
        return List.of(Outcome.BEGIN);
    }

    private List<Outcome> left(long term) {
        waiting = term == waiting ? NONE : waiting;
        return NOTHING;
    }

    private List<Outcome> over(FailureCode ending) {
        if (ending.party() == Party.VERIFIER) {
            lastError = ending.name();
        }
        releaseDue = true;
        enter(State.RELEASING, "its session ended");
        return NOTHING;
    }

    private Outcome release() {
        releaseDue = false;
        attempt++;
        return Outcome.RELEASE;
    }

    /** Whether it is that release on which everything waits now. */
    private boolean isNewest(int which) {
        return which == attempt && !releaseDue;
    }

    private List<Outcome> ready() {
        if (waiting == NONE) {
            enter(State.IDLE, "released");
            return List.of(Outcome.STOP_WAITING);
        }
        return join(List.of(Outcome.STOP_WAITING), serve(waiting));
    }

    private List<Outcome> well() {
        enter(State.IDLE, "released");
        return List.of(Outcome.STOP_WAITING, Outcome.TELL_WELL);
    }

    private List<Outcome> quarantine(String reason, Outcome... more) {
        List<Outcome> told = state == State.QUARANTINED ? NOTHING : List.of(Outcome.TELL_QUARANTINED);
        List<Outcome> failed = waiting == NONE ? NOTHING : List.of(Outcome.FAIL_BUSY);
        waiting = NONE;
        lastError = reason;
        enter(State.QUARANTINED, reason);
        return join(told, join(failed, List.of(more)));
    }

    private List<Outcome> go(boolean failing, boolean releasing) {
        List<Outcome> failed = failing ? List.of(Outcome.FAIL_GONE) : NOTHING;
        List<Outcome> released = releasing ? List.of(release()) : NOTHING;
        enter(State.GONE, "its service went away");
        return join(failed, join(released, List.of(Outcome.STOP_WAITING, Outcome.FINISH)));
    }

    private static List<Outcome> join(List<Outcome> first, List<Outcome> then) {
        List<Outcome> all = new ArrayList<>(first);
        all.addAll(then);
        return List.copyOf(all);
    }

    /** The only place where the state changes. */
    private void enter(State next, String reason) {
        log.debug("verifier {}: {} -> {} ({})", name, state, next, reason);
        state = next;
    }

    State state() {
        return state;
    }

    /** As operators see it. */
    VerifierState shown() {
        return switch (state) {
            case IDLE -> VerifierState.IDLE;
            case SERVING, RELEASING -> VerifierState.LEASED;
            case QUARANTINED -> VerifierState.QUARANTINED;
            case GONE -> VerifierState.GONE;
        };
    }

    /** Counts the releases. */
    int attempt() {
        return attempt;
    }

    /** What last went wrong; empty if nothing. */
    String lastError() {
        return lastError;
    }
}
