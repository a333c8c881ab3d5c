package org.idrelay.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.idrelay.api.routing.RoutingDecision;
import org.idrelay.api.routing.RoutingDecision.PassedOver;
import org.idrelay.api.routing.RoutingPolicy;
import org.idrelay.api.routing.RoutingRequest;
import org.idrelay.api.routing.VerifierStatus;
import org.idrelay.api.verifier.Capability;
import org.idrelay.api.verifier.VerifierState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the contract asks of every policy. */
class RoutingPolicyConformanceTest {

    static Stream<RoutingPolicy> policies() {
        String bindings = "sam-all = t-01; sam-IDLE = t-01; sam-LEASED = t-01; sam-GONE = t-02";
        return Stream.of(new IdlePolicy(), new BindingTablePolicy(bindings), new TableIdlePolicy(bindings));
    }

    @ParameterizedTest
    @MethodSource("policies")
    void givesEachVerifierAPlaceOrAReason(RoutingPolicy policy) {
        RoutingDecision decision = policy.decide(Fleet.from("t-01"), Fleet.mixed());
        List<String> named = new ArrayList<>(decision.candidates());
        decision.passedOver().stream().map(PassedOver::verifier).forEach(named::add);

        assertEquals(Set.copyOf(Fleet.mixed().stream().map(VerifierStatus::name).toList()), new HashSet<>(named));
        assertEquals(Fleet.mixed().size(), named.size());
        assertTrue(decision.passedOver().stream()
                .noneMatch(passedOver -> passedOver.reason().isBlank()));
    }

    @ParameterizedTest
    @MethodSource("policies")
    void choosesOnlyWhatIsIdle(RoutingPolicy policy) {
        Set<String> idle = Set.of("sam-IDLE", "sam-all");

        assertEquals(
                idle,
                Set.copyOf(policy.decide(Fleet.from("t-01"), Fleet.mixed()).candidates()));
    }

    @ParameterizedTest
    @MethodSource("policies")
    void choosesOnlyWhatIsAble(RoutingPolicy policy) {
        RoutingRequest fingerprints =
                new RoutingRequest("t-01", "reader-1", Set.of(Capability.TEXT_PHOTO, Capability.FINGERPRINT));
        RoutingDecision decision = policy.decide(fingerprints, Fleet.mixed());

        assertEquals(List.of("sam-all"), decision.candidates());
        assertEquals(
                new PassedOver("sam-IDLE", "cannot read FINGERPRINT", false), Fleet.passedOver(decision, "sam-IDLE"));
    }

    @ParameterizedTest
    @MethodSource("policies")
    void waitingForAVerifierThatServesSomeoneElseHelps(RoutingPolicy policy) {
        RoutingDecision decision =
                policy.decide(Fleet.from("t-01"), List.of(Fleet.verifier("sam-LEASED", VerifierState.LEASED, 1)));

        assertTrue(decision.waitingHelps());
    }

    @ParameterizedTest
    @MethodSource("policies")
    void waitingForAVerifierThatDrainsIsInVain(RoutingPolicy policy) {
        RoutingDecision decision =
                policy.decide(Fleet.from("t-01"), List.of(Fleet.verifier("sam-LEASED", VerifierState.DRAINING, 1)));

        assertEquals(List.of(), decision.candidates());
        assertFalse(decision.waitingHelps());
    }

    @ParameterizedTest
    @MethodSource("policies")
    void prefersWhatWasUsedLeastRecently(RoutingPolicy policy) {
        assertEquals(
                List.of("sam-all", "sam-IDLE"),
                policy.decide(Fleet.from("t-01"), Fleet.mixed()).candidates());
    }

    @ParameterizedTest
    @MethodSource("policies")
    void decidesTheSameWhateverTheOrderOfTheFleet(RoutingPolicy policy) {
        List<VerifierStatus> reversed = new ArrayList<>(Fleet.mixed());
        Collections.reverse(reversed);

        assertEquals(policy.decide(Fleet.from("t-01"), Fleet.mixed()), policy.decide(Fleet.from("t-01"), reversed));
    }

    @ParameterizedTest
    @MethodSource("policies")
    void leavesItsArgumentsAlone(RoutingPolicy policy) {
        List<VerifierStatus> unmodifiable = List.copyOf(Fleet.mixed());

        assertEquals(policy.decide(Fleet.from("t-01"), unmodifiable), policy.decide(Fleet.from("t-01"), unmodifiable));
    }

    @ParameterizedTest
    @MethodSource("policies")
    void saysOfAnEmptyFleetNothing(RoutingPolicy policy) {
        assertEquals(new RoutingDecision(List.of(), List.of()), policy.decide(Fleet.from("t-01"), List.of()));
    }
}
