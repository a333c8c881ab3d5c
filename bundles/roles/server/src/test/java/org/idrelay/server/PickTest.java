package org.idrelay.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.idrelay.api.routing.Fleet;
import org.idrelay.api.routing.RoutingPolicy;
import org.idrelay.api.routing.RoutingRequest;
import org.idrelay.api.routing.Verdict;
import org.idrelay.api.routing.Verdict.Chance;
import org.idrelay.api.routing.VerifierStatus;
import org.idrelay.api.verifier.VerifierState;
import org.idrelay.wire.MessageType;
import org.junit.jupiter.api.Test;

/** What the server makes of a policy's words, and how few of them it asks for. */
class PickTest {

    private static final RoutingRequest REQUEST = new RoutingRequest("t-01", "reader-1", Set.of());
    private static final VerifierStatus IDLE = verifier("sam-1", VerifierState.IDLE);
    private static final VerifierStatus LEASED = verifier("sam-2", VerifierState.LEASED);
    private static final Fleet FLEET = Fleet.of(List.of(IDLE, LEASED));

    private final Router router = new Router();

    @Test
    void passesOverACandidateThatIsNotIdleOrThatNobodyKnows() {
        router.add(new Saying(() -> Stream.of(LEASED, verifier("sam-9", VerifierState.IDLE), IDLE), Stream::empty));

        assertEquals(Optional.of("sam-1"), pick().flatMap(Pick::verifier));
    }

    @Test
    void aPolicyThatFailsWhileItIsListenedToPicksNothing() {
        router.add(new Saying(() -> Stream.of(LEASED, LEASED).peek(PickTest::fail), Stream::empty));
        assertTrue(pick().isEmpty());
    }

    @Test
    void aPolicyThatAnswersNothingAtAllPicksNothing() {
        router.add(new Saying(() -> null, () -> null));

        assertTrue(pick().isEmpty());
        assertEquals(
                "saying (missing)", router.explain("saying", REQUEST, FLEET).policy());
    }

    @Test
    void aPolicyThatCannotSayWhyPicksAllTheSame() {
        router.add(new Saying(() -> Stream.of(IDLE), () -> Stream.of(IDLE).map(PickTest::fail)));
        Pick pick = pick().orElseThrow();

        assertEquals(Optional.of("sam-1"), pick.verifier());
        assertEquals("policy saying chose sam-1 of 2", Router.note(pick));
    }

    @Test
    void theNoteSaysWhyAndWhyNoOther() {
        router.add(new Saying(
                () -> Stream.of(IDLE),
                () -> Stream.of(
                        new Verdict("sam-2", Chance.LATER, "is busy"), new Verdict("sam-1", Chance.NOW, "is good"))));

        assertEquals("policy saying chose sam-1 of 2: is good, sam-2 is busy", Router.note(pick().orElseThrow()));
    }

    @Test
    void aDecisionAmongThousandsVisitsAFew() {
        Counting policy = new Counting();
        ServerBench bench = new ServerBench(ServerBench.policy(policy.name()));
        bench.server.addPolicy(policy);
        FakeHost host = bench.host("host-1");
        for (int i = 1; i <= 3000; i++) {
            host.offers(i, "sam-" + i);
        }
        bench.run();
        FakeTerminal.Read read = bench.terminal("t-01").find();
        bench.run();

        assertEquals(List.of(MessageType.FIND_REQUEST), host.types(read.id()));
        assertTrue(policy.visits < 30, () -> policy.visits + " visits");
    }

    private Optional<Pick> pick() {
        return router.pick("saying", REQUEST, FLEET);
    }

    private static Verdict fail(VerifierStatus verifier) {
        throw new IllegalStateException("a policy of a bad day");
    }

    private static VerifierStatus verifier(String name, VerifierState state) {
        return new VerifierStatus(name, state, Set.of(), 0);
    }

    /** A policy that says what it was told to say. */
    private record Saying(Supplier<Stream<VerifierStatus>> candidates, Supplier<Stream<Verdict>> verdicts)
            implements RoutingPolicy {

        @Override
        public String name() {
            return "saying";
        }

        @Override
        public Stream<VerifierStatus> candidates(RoutingRequest request, Fleet fleet) {
            return candidates.get();
        }

        @Override
        public Stream<Verdict> explain(RoutingRequest request, Fleet fleet) {
            return verdicts.get();
        }
    }

    /** A policy that counts how many verifiers it is asked for. */
    private static final class Counting implements RoutingPolicy {

        private int visits;

        @Override
        public String name() {
            return "counting";
        }

        @Override
        public Stream<VerifierStatus> candidates(RoutingRequest request, Fleet fleet) {
            return fleet.idle().peek(verifier -> visits++);
        }

        @Override
        public Stream<Verdict> explain(RoutingRequest request, Fleet fleet) {
            return fleet.all()
                    .peek(verifier -> visits++)
                    .map(verifier -> new Verdict(verifier.name(), Chance.NOW, "any"));
        }
    }
}
