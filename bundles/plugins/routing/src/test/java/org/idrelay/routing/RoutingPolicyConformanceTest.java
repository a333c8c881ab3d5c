package org.idrelay.routing;

import static org.idrelay.routing.Verifiers.candidates;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.idrelay.api.routing.Fleet;
import org.idrelay.api.routing.RoutingPolicy;
import org.idrelay.api.routing.RoutingRequest;
import org.idrelay.api.routing.Verdict;
import org.idrelay.api.routing.Verdict.Chance;
import org.idrelay.api.routing.VerifierStatus;
import org.idrelay.api.verifier.Capability;
import org.idrelay.api.verifier.VerifierState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the contract asks of every policy. */
class RoutingPolicyConformanceTest {

    private static final Fleet MIXED = Fleet.of(Verifiers.mixed());

    static Stream<RoutingPolicy> policies() {
        String bindings = "sam-all = t-01; sam-IDLE = t-01; sam-LEASED = t-01; sam-GONE = t-02";
        return Stream.of(new IdlePolicy(), new BindingTablePolicy(bindings), new TableIdlePolicy(bindings));
    }

    @ParameterizedTest
    @MethodSource("policies")
    void givesEachVerifierAPlaceOrAReason(RoutingPolicy policy) {
        List<Verdict> verdicts = policy.explain(Verifiers.from("t-01"), MIXED).toList();

        assertEquals(MIXED.names(), verdicts.stream().map(Verdict::verifier).collect(Collectors.toSet()));
        assertEquals(MIXED.names().size(), verdicts.size());
        assertTrue(verdicts.stream().noneMatch(verdict -> verdict.reason().isBlank()));
    }

    @ParameterizedTest
    @MethodSource("policies")
    void candidatesAreThoseWhomItExplainsAsSuch(RoutingPolicy policy) {
        assertEquals(
                policy.explain(Verifiers.from("t-01"), MIXED)
                        .filter(verdict -> verdict.chance() == Chance.NOW)
                        .map(Verdict::verifier)
                        .toList(),
                candidates(policy, Verifiers.from("t-01"), MIXED));
    }

    @ParameterizedTest
    @MethodSource("policies")
    void choosesOnlyWhatIsIdle(RoutingPolicy policy) {
        Set<String> idle = Set.of("sam-IDLE", "sam-all");

        assertEquals(idle, Set.copyOf(candidates(policy, Verifiers.from("t-01"), MIXED)));
    }

    @ParameterizedTest
    @MethodSource("policies")
    void choosesOnlyWhatIsAble(RoutingPolicy policy) {
        RoutingRequest fingerprints =
                new RoutingRequest("t-01", "reader-1", Set.of(Capability.TEXT_PHOTO, Capability.FINGERPRINT));

        assertEquals(List.of("sam-all"), candidates(policy, fingerprints, MIXED));
        assertEquals(
                new Verdict("sam-IDLE", Chance.NEVER, "cannot read FINGERPRINT"),
                Verifiers.verdict(policy, fingerprints, MIXED, "sam-IDLE"));
    }

    @ParameterizedTest
    @MethodSource("policies")
    void waitingForAVerifierThatServesSomeoneElseHelps(RoutingPolicy policy) {
        Fleet leased = Verifiers.fleet(Verifiers.verifier("sam-LEASED", VerifierState.LEASED, 1));

        assertTrue(policy.waitingHelps(Verifiers.from("t-01"), leased));
    }

    @ParameterizedTest
    @MethodSource("policies")
    void waitingForAVerifierThatDrainsIsInVain(RoutingPolicy policy) {
        Fleet draining = Verifiers.fleet(Verifiers.verifier("sam-LEASED", VerifierState.DRAINING, 1));

        assertEquals(List.of(), candidates(policy, Verifiers.from("t-01"), draining));
        assertFalse(policy.waitingHelps(Verifiers.from("t-01"), draining));
    }

    @ParameterizedTest
    @MethodSource("policies")
    void waitingHelpsIfOneVerdictSaysSo(RoutingPolicy policy) {
        for (VerifierStatus verifier : Verifiers.mixed()) {
            Fleet alone = Verifiers.fleet(verifier);
            for (String terminal : List.of("t-01", "t-02", "t-09")) {
                assertEquals(
                        policy.explain(Verifiers.from(terminal), alone)
                                .anyMatch(verdict -> verdict.chance() == Chance.LATER),
                        policy.waitingHelps(Verifiers.from(terminal), alone));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("policies")
    void prefersWhatWasUsedLeastRecently(RoutingPolicy policy) {
        assertEquals(List.of("sam-all", "sam-IDLE"), candidates(policy, Verifiers.from("t-01"), MIXED));
    }

    @ParameterizedTest
    @MethodSource("policies")
    void decidesTheSameWhateverTheOrderOfTheFleet(RoutingPolicy policy) {
        List<VerifierStatus> reversed = new ArrayList<>(Verifiers.mixed());
        Collections.reverse(reversed);

        assertSame(policy, MIXED, Fleet.of(reversed));
    }

    @ParameterizedTest
    @MethodSource("policies")
    void leavesItsArgumentsAlone(RoutingPolicy policy) {
        assertSame(policy, MIXED, MIXED);
    }

    @ParameterizedTest
    @MethodSource("policies")
    void saysOfAnEmptyFleetNothing(RoutingPolicy policy) {
        assertEquals(List.of(), candidates(policy, Verifiers.from("t-01"), Verifiers.fleet()));
        assertEquals(
                List.of(),
                policy.explain(Verifiers.from("t-01"), Verifiers.fleet()).toList());
        assertFalse(policy.waitingHelps(Verifiers.from("t-01"), Verifiers.fleet()));
    }

    private static void assertSame(RoutingPolicy policy, Fleet one, Fleet other) {
        assertEquals(
                candidates(policy, Verifiers.from("t-01"), one), candidates(policy, Verifiers.from("t-01"), other));
        assertEquals(
                policy.explain(Verifiers.from("t-01"), one).toList(),
                policy.explain(Verifiers.from("t-01"), other).toList());
    }
}
