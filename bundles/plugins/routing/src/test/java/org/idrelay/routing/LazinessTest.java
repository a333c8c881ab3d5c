package org.idrelay.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.idrelay.api.routing.Fleet;
import org.idrelay.api.routing.RoutingPolicy;
import org.idrelay.api.routing.Verdict;
import org.idrelay.api.routing.VerifierStatus;
import org.idrelay.api.verifier.VerifierState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a decision costs does not grow with the fleet: thousands of verifiers, of which it looks at a few. */
class LazinessTest {

    private static final int MANY = 5000;

    /** The bound verifier, and what a stream may fetch before it is asked. */
    private static final int FEW = 3;

    private final BindingTablePolicy table = new BindingTablePolicy("sam-4711 = t-01");
    private final TableIdlePolicy tableIdle = new TableIdlePolicy("sam-4711 = t-01");

    static Stream<RoutingPolicy> policies() {
        return Stream.of(
                new IdlePolicy(), new BindingTablePolicy("sam-4711 = t-01"), new TableIdlePolicy("sam-4711 = t-01"));
    }

    @ParameterizedTest
    @MethodSource("policies")
    void takesTheBestWithoutLookingAtTheOthers(RoutingPolicy policy) {
        CountedFleet fleet = fleet(VerifierState.IDLE);
        Optional<VerifierStatus> best =
                policy.candidates(Verifiers.from("t-01"), fleet).findFirst();

        assertTrue(best.isPresent());
        assertTrue(fleet.visits() <= FEW, () -> fleet.visits() + " visits");
    }

    @ParameterizedTest
    @MethodSource("policies")
    void saysWhyWithoutLookingAtTheOthers(RoutingPolicy policy) {
        CountedFleet fleet = fleet(VerifierState.IDLE);
        Optional<Verdict> best = policy.explain(Verifiers.from("t-01"), fleet).findFirst();

        assertEquals(Optional.of(Verdict.Chance.NOW), best.map(Verdict::chance));
        assertTrue(fleet.visits() <= FEW, () -> fleet.visits() + " visits");
    }

    @ParameterizedTest
    @MethodSource("policies")
    void knowsThatWaitingHelpsWithoutLookingAtTheOthers(RoutingPolicy policy) {
        CountedFleet fleet = fleet(VerifierState.LEASED);

        assertEquals(
                Optional.empty(),
                policy.candidates(Verifiers.from("t-01"), fleet).findFirst());
        assertTrue(policy.waitingHelps(Verifiers.from("t-01"), fleet));
        assertTrue(fleet.visits() <= FEW, () -> fleet.visits() + " visits");
    }

    @Test
    void aTerminalWithoutALineIsRefusedWithoutLookingAtAny() {
        CountedFleet fleet = fleet(VerifierState.LEASED);

        assertFalse(table.waitingHelps(Verifiers.from("t-09"), fleet));
        assertEquals(0, fleet.visits());
    }

    @Test
    void fallsBackToTheFirstIdleOne() {
        CountedFleet fleet = new CountedFleet(
                Fleet.of(verifiers(VerifierState.IDLE)).with(Verifiers.verifier("sam-4711", VerifierState.LEASED, 9)));

        assertEquals(
                Optional.of("sam-0"),
                tableIdle.candidates(Verifiers.from("t-01"), fleet).findFirst().map(VerifierStatus::name));
        assertTrue(fleet.visits() <= FEW, () -> fleet.visits() + " visits");
    }

    private static CountedFleet fleet(VerifierState state) {
        return new CountedFleet(Fleet.of(verifiers(state)));
    }

    private static List<VerifierStatus> verifiers(VerifierState state) {
        return IntStream.range(0, MANY)
                .mapToObj(i -> Verifiers.verifier("sam-" + i, state, 0))
                .toList();
    }
}
