package org.idrelay.verifier.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.idrelay.api.FailureCode;
import org.idrelay.api.verifier.VerifierState;
import org.idrelay.verifier.host.VerifierStates.Outcome;
import org.idrelay.verifier.host.VerifierStates.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every state meets every event. */
class VerifierStatesTest {

    /** The session that is or was served has term 5, the one that waits term 6. */
    private static final long SERVED = 5;

    private static final long WAITING = 6;
    private static final long NEXT = 7;

    /** A way into a state. */
    enum Given {
        IDLE(State.IDLE),
        SERVING(State.SERVING),
        SERVING_AWAITED(State.SERVING),
        RELEASE_DUE(State.RELEASING),
        RELEASING(State.RELEASING),
        RELEASING_AWAITED(State.RELEASING),
        QUARANTINED(State.QUARANTINED),
        GONE(State.GONE);

        private final State state;

        Given(State state) {
            this.state = state;
        }
    }

    /** What happens then. */
    enum Event {
        LEASED,
        SERVED_ENDED,
        WAITING_ENDED,
        LAST_WORD_LEFT,
        RELEASED,
        RELEASED_EARLIER,
        RELEASE_FAILED,
        EARLIER_RELEASE_FAILED,
        RETRY,
        RETRY_AFTER_EARLIER,
        LATE,
        EARLIER_LATE,
        WITHDRAWN
    }

    private static final String TABLE = """
            IDLE              | LEASED                 | SERVING     | BEGIN
            IDLE              | SERVED_ENDED           | IDLE        |
            IDLE              | WAITING_ENDED          | IDLE        |
            IDLE              | LAST_WORD_LEFT         | IDLE        |
            IDLE              | RELEASED               | IDLE        |
            IDLE              | RELEASED_EARLIER       | IDLE        |
            IDLE              | RELEASE_FAILED         | IDLE        |
            IDLE              | EARLIER_RELEASE_FAILED | IDLE        |
            IDLE              | RETRY                  | IDLE        |
            IDLE              | RETRY_AFTER_EARLIER    | IDLE        |
            IDLE              | LATE                   | IDLE        |
            IDLE              | EARLIER_LATE           | IDLE        |
            IDLE              | WITHDRAWN              | GONE        | STOP_WAITING FINISH
            SERVING           | LEASED                 | SERVING     |
            SERVING           | SERVED_ENDED           | RELEASING   |
            SERVING           | WAITING_ENDED          | SERVING     |
            SERVING           | LAST_WORD_LEFT         | SERVING     |
            SERVING           | RELEASED               | SERVING     |
            SERVING           | RELEASED_EARLIER       | SERVING     |
            SERVING           | RELEASE_FAILED         | SERVING     |
            SERVING           | EARLIER_RELEASE_FAILED | SERVING     |
            SERVING           | RETRY                  | SERVING     |
            SERVING           | RETRY_AFTER_EARLIER    | SERVING     |
            SERVING           | LATE                   | SERVING     |
            SERVING           | EARLIER_LATE           | SERVING     |
            SERVING           | WITHDRAWN              | GONE        | FAIL_GONE RELEASE STOP_WAITING FINISH
            SERVING_AWAITED   | LEASED                 | SERVING     |
            SERVING_AWAITED   | SERVED_ENDED           | RELEASING   |
            SERVING_AWAITED   | WAITING_ENDED          | SERVING     |
            SERVING_AWAITED   | LAST_WORD_LEFT         | SERVING     |
            SERVING_AWAITED   | RELEASED               | SERVING     |
            SERVING_AWAITED   | RELEASED_EARLIER       | SERVING     |
            SERVING_AWAITED   | RELEASE_FAILED         | SERVING     |
            SERVING_AWAITED   | EARLIER_RELEASE_FAILED | SERVING     |
            SERVING_AWAITED   | RETRY                  | SERVING     |
            SERVING_AWAITED   | RETRY_AFTER_EARLIER    | SERVING     |
            SERVING_AWAITED   | LATE                   | SERVING     |
            SERVING_AWAITED   | EARLIER_LATE           | SERVING     |
            SERVING_AWAITED   | WITHDRAWN              | GONE        | FAIL_GONE RELEASE STOP_WAITING FINISH
            RELEASE_DUE       | LEASED                 | RELEASING   |
            RELEASE_DUE       | SERVED_ENDED           | RELEASING   |
            RELEASE_DUE       | WAITING_ENDED          | RELEASING   |
            RELEASE_DUE       | LAST_WORD_LEFT         | RELEASING   | RELEASE WATCH_RELEASE
            RELEASE_DUE       | RELEASED               | RELEASING   |
            RELEASE_DUE       | RELEASED_EARLIER       | RELEASING   |
            RELEASE_DUE       | RELEASE_FAILED         | RELEASING   |
            RELEASE_DUE       | EARLIER_RELEASE_FAILED | RELEASING   |
            RELEASE_DUE       | RETRY                  | RELEASING   |
            RELEASE_DUE       | RETRY_AFTER_EARLIER    | RELEASING   |
            RELEASE_DUE       | LATE                   | RELEASING   |
            RELEASE_DUE       | EARLIER_LATE           | RELEASING   |
            RELEASE_DUE       | WITHDRAWN              | GONE        | RELEASE STOP_WAITING FINISH
            RELEASING         | LEASED                 | RELEASING   |
            RELEASING         | SERVED_ENDED           | RELEASING   |
            RELEASING         | WAITING_ENDED          | RELEASING   |
            RELEASING         | LAST_WORD_LEFT         | RELEASING   |
            RELEASING         | RELEASED               | IDLE        | STOP_WAITING
            RELEASING         | RELEASED_EARLIER       | RELEASING   |
            RELEASING         | RELEASE_FAILED         | QUARANTINED | TELL_QUARANTINED RETRY_LATER
            RELEASING         | EARLIER_RELEASE_FAILED | RELEASING   |
            RELEASING         | RETRY                  | RELEASING   |
            RELEASING         | RETRY_AFTER_EARLIER    | RELEASING   |
            RELEASING         | LATE                   | QUARANTINED | TELL_QUARANTINED INTERRUPT_RELEASE RELEASE
            RELEASING         | EARLIER_LATE           | RELEASING   |
            RELEASING         | WITHDRAWN              | GONE        | STOP_WAITING FINISH
            RELEASING_AWAITED | LEASED                 | RELEASING   |
            RELEASING_AWAITED | SERVED_ENDED           | RELEASING   |
            RELEASING_AWAITED | WAITING_ENDED          | RELEASING   |
            RELEASING_AWAITED | LAST_WORD_LEFT         | RELEASING   |
            RELEASING_AWAITED | RELEASED               | SERVING     | STOP_WAITING BEGIN
            RELEASING_AWAITED | RELEASED_EARLIER       | RELEASING   |
            RELEASING_AWAITED | RELEASE_FAILED         | QUARANTINED | TELL_QUARANTINED FAIL_BUSY RETRY_LATER
            RELEASING_AWAITED | EARLIER_RELEASE_FAILED | RELEASING   |
            RELEASING_AWAITED | RETRY                  | RELEASING   |
            RELEASING_AWAITED | RETRY_AFTER_EARLIER    | RELEASING   |
            RELEASING_AWAITED | LATE                   | QUARANTINED | TELL_QUARANTINED FAIL_BUSY INTERRUPT_RELEASE RELEASE
            RELEASING_AWAITED | EARLIER_LATE           | RELEASING   |
            RELEASING_AWAITED | WITHDRAWN              | GONE        | FAIL_GONE STOP_WAITING FINISH
            QUARANTINED       | LEASED                 | QUARANTINED | FAIL_BUSY
            QUARANTINED       | SERVED_ENDED           | QUARANTINED |
            QUARANTINED       | WAITING_ENDED          | QUARANTINED |
            QUARANTINED       | LAST_WORD_LEFT         | QUARANTINED |
            QUARANTINED       | RELEASED               | IDLE        | STOP_WAITING TELL_WELL
            QUARANTINED       | RELEASED_EARLIER       | QUARANTINED |
            QUARANTINED       | RELEASE_FAILED         | QUARANTINED | RETRY_LATER
            QUARANTINED       | EARLIER_RELEASE_FAILED | QUARANTINED |
            QUARANTINED       | RETRY                  | QUARANTINED | RELEASE
            QUARANTINED       | RETRY_AFTER_EARLIER    | QUARANTINED |
            QUARANTINED       | LATE                   | QUARANTINED |
            QUARANTINED       | EARLIER_LATE           | QUARANTINED |
            QUARANTINED       | WITHDRAWN              | GONE        | STOP_WAITING FINISH
            GONE              | LEASED                 | GONE        | FAIL_GONE
            GONE              | SERVED_ENDED           | GONE        |
            GONE              | WAITING_ENDED          | GONE        |
            GONE              | LAST_WORD_LEFT         | GONE        |
            GONE              | RELEASED               | GONE        |
            GONE              | RELEASED_EARLIER       | GONE        |
            GONE              | RELEASE_FAILED         | GONE        |
            GONE              | EARLIER_RELEASE_FAILED | GONE        |
            GONE              | RETRY                  | GONE        |
            GONE              | RETRY_AFTER_EARLIER    | GONE        |
            GONE              | LATE                   | GONE        |
            GONE              | EARLIER_LATE           | GONE        |
            GONE              | WITHDRAWN              | GONE        |
            """;

    private final VerifierStates states = new VerifierStates("sam-1");

    static List<List<String>> rows() {
        return TABLE.lines().map(VerifierStatesTest::cells).toList();
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void doesWhatTheTableSays(List<String> row) {
        reach(Given.valueOf(row.get(0)));

        List<Outcome> outcomes = happen(Event.valueOf(row.get(1)));
        assertEquals(State.valueOf(row.get(2)), states.state());
        assertEquals(
                row.get(3),
                String.join(" ", outcomes.stream().map(Outcome::name).toList()));
    }

    @Test
    void theTableHasEveryStateWithEveryEvent() {
        Set<String> expected = new TreeSet<>();
        Set<State> reached = EnumSet.noneOf(State.class);
        for (Given given : Given.values()) {
            reached.add(given.state);
            for (Event event : Event.values()) {
                expected.add(given + " " + event);
            }
        }
        List<String> found = rows().stream()
                .map(row -> row.get(0) + " " + row.get(1))
                .sorted()
                .toList();
        assertEquals(new ArrayList<>(expected), found);
        assertEquals(EnumSet.allOf(State.class), reached);
    }

    @ParameterizedTest
    @EnumSource
    void showsOperatorsWhetherItCanBeHad(Given given) {
        reach(given);
        VerifierState shown =
                switch (given.state) {
                    case IDLE -> VerifierState.IDLE;
                    case SERVING, RELEASING -> VerifierState.LEASED;
                    case QUARANTINED -> VerifierState.QUARANTINED;
                    case GONE -> VerifierState.GONE;
                };
        assertEquals(shown, states.shown());
    }

    @Test
    void eachReleaseIsAnAttemptOfItsOwn() {
        reach(Given.RELEASING);
        assertEquals(1, states.attempt());
        states.late(1);
        assertEquals(2, states.attempt());
        assertEquals(List.of(), states.released(1));
        states.releaseFailed(2, "VERIFIER_TIMEOUT");
        states.retry(2);
        assertEquals(3, states.attempt());
        assertEquals(List.of(Outcome.STOP_WAITING, Outcome.TELL_WELL), states.released(3));
    }

    @Test
    void remembersWhatLastWentWrongAndBlamesNobodyElse() {
        states.leased(SERVED);
        states.ended(SERVED, FailureCode.CARD_GONE);
        assertEquals("", states.lastError());
        states.lastWordLeft(SERVED);
        states.released(1);

        states.leased(WAITING);
        states.ended(WAITING, FailureCode.VERIFIER_TIMEOUT);
        assertEquals("VERIFIER_TIMEOUT", states.lastError());
        states.lastWordLeft(WAITING);
        states.releaseFailed(2, "VERIFIER_REFUSED");
        assertEquals("release failed: VERIFIER_REFUSED", states.lastError());
    }

    @ParameterizedTest
    @EnumSource(names = {"SERVING_AWAITED", "RELEASING_AWAITED"})
    void oneThatNoLongerWaitsIsNotBegun(Given given) {
        reach(given);
        states.ended(WAITING, FailureCode.TERMINAL_GAVE_UP);
        if (states.state() == State.SERVING) {
            states.ended(SERVED, FailureCode.LINK_CLOSED);
            states.lastWordLeft(SERVED);
        }
        assertEquals(List.of(Outcome.STOP_WAITING), states.released(states.attempt()));
        assertEquals(State.IDLE, states.state());
    }

    @Test
    void theNewestOfThoseThatWaitIsServed() {
        reach(Given.RELEASING_AWAITED);
        states.leased(NEXT);
        states.ended(WAITING, FailureCode.TERM_WRONG);
        states.released(states.attempt());
        assertEquals(State.SERVING, states.state());
        states.ended(WAITING, FailureCode.TERM_WRONG);
        assertEquals(State.SERVING, states.state());
        states.ended(NEXT, FailureCode.LINK_CLOSED);
        assertEquals(State.RELEASING, states.state());
    }

    @Test
    void theLastWordOfAnotherSessionReleasesNothing() {
        reach(Given.RELEASE_DUE);
        assertEquals(List.of(), states.lastWordLeft(WAITING));
        assertEquals(List.of(Outcome.RELEASE, Outcome.WATCH_RELEASE), states.lastWordLeft(SERVED));
    }

    private void reach(Given given) {
        switch (given) {
            case IDLE -> {}
            case SERVING -> states.leased(SERVED);
            case SERVING_AWAITED -> {
                states.leased(SERVED);
                states.leased(WAITING);
            }
            case RELEASE_DUE -> {
                states.leased(SERVED);
                states.ended(SERVED, FailureCode.LINK_CLOSED);
            }
            case RELEASING -> {
                reach(Given.RELEASE_DUE);
                states.lastWordLeft(SERVED);
            }
            case RELEASING_AWAITED -> {
                reach(Given.RELEASING);
                states.leased(WAITING);
            }
            case QUARANTINED -> {
                reach(Given.RELEASING);
                states.releaseFailed(states.attempt(), "VERIFIER_TIMEOUT");
            }
            case GONE -> states.withdrawn();
        }
        assertEquals(given.state, states.state());
    }

    private List<Outcome> happen(Event event) {
        int current = states.attempt();
        int earlier = current - 1;
        return switch (event) {
            case LEASED -> states.leased(NEXT);
            case SERVED_ENDED -> states.ended(SERVED, FailureCode.LINK_CLOSED);
            case WAITING_ENDED -> states.ended(WAITING, FailureCode.LINK_CLOSED);
            case LAST_WORD_LEFT -> states.lastWordLeft(SERVED);
            case RELEASED -> states.released(current);
            case RELEASED_EARLIER -> states.released(earlier);
            case RELEASE_FAILED -> states.releaseFailed(current, "VERIFIER_TIMEOUT");
            case EARLIER_RELEASE_FAILED -> states.releaseFailed(earlier, "VERIFIER_TIMEOUT");
            case RETRY -> states.retry(current);
            case RETRY_AFTER_EARLIER -> states.retry(earlier);
            case LATE -> states.late(current);
            case EARLIER_LATE -> states.late(earlier);
            case WITHDRAWN -> states.withdrawn();
        };
    }
}
