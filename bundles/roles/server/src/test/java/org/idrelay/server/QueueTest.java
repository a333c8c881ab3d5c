package org.idrelay.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.routing.Fleet;
import org.idrelay.api.routing.RoutingPolicy;
import org.idrelay.api.routing.RoutingRequest;
import org.idrelay.api.routing.Verdict;
import org.idrelay.api.routing.VerifierStatus;
import org.idrelay.api.verifier.Capability;
import org.idrelay.api.verifier.VerifierState;
import org.idrelay.routing.BindingTablePolicy;
import org.idrelay.wire.Failure;
import org.idrelay.wire.FindRequest;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Header;
import org.idrelay.wire.MessageType;
import org.idrelay.wire.Queued;
import org.idrelay.wire.SelectRequest;
import org.idrelay.wire.VerifierAdded;
import org.idrelay.wire.VerifierChanged;
import org.idrelay.wire.VerifierRemoved;
import org.idrelay.wire.WireException;
import org.junit.jupiter.api.Test;

/** Who waits, in which order, how long, and what the terminal hears of it. */
class QueueTest {

    private final ServerBench bench = new ServerBench();
    private final FakeHost host = bench.hostOf("sam-1");
    private final FakeTerminal terminal = bench.terminal("t-01");
    private final FakeTerminal.Read serving = find(8000, 0);

    @Test
    void isToldItsPositionAtOnceAndAgainWhenItChanges() {
        FakeTerminal.Read first = find(8000, 0);
        FakeTerminal.Read second = find(8000, 0);
        assertEquals(List.of(1), positions(first));
        assertEquals(List.of(2), positions(second));

        end(serving);
        assertEquals(List.of(1), positions(first));
        assertEquals(List.of(2, 1), positions(second));
        assertEquals(0, first.heard().get(0).header().replyTo());
        assertEquals(Header.NONE, first.heard().get(0).header().sequence());
    }

    @Test
    void servesFirstComeFirstServed() {
        FakeTerminal.Read first = find(8000, 0);
        FakeTerminal.Read second = find(8000, 0);
        end(serving);
        assertEquals(Optional.of(first.id()), bench.verifier("sam-1").session());

        end(first);
        assertEquals(Optional.of(second.id()), bench.verifier("sam-1").session());
    }

    @Test
    void servesALowerPriorityClassFirst() {
        FakeTerminal.Read later = find(8000, 2);
        FakeTerminal.Read sooner = find(8000, 1);
        assertEquals(List.of(1, 2), positions(later));

        end(serving);
        assertEquals(Optional.of(sooner.id()), bench.verifier("sam-1").session());
    }

    @Test
    void theWaitEndsWhenTheCardIsLikelyToBeGone() {
        FakeTerminal.Read first = find(3000, 0);
        FakeTerminal.Read second = find(8000, 0);
        bench.loop.pass(2999);
        assertEquals(List.of(1), positions(first));
        bench.loop.pass(1);

        assertEquals(FailureCode.QUEUE_EXPIRED, ServerBench.codeOf(first.last()));
        assertEquals(List.of(2, 1), positions(second));
        assertEquals(List.of(), host.heard(first.id()));
    }

    @Test
    void noStayIsLongerThanTheServersOwnLimit() {
        FakeTerminal.Read endless = find(Integer.MAX_VALUE, 0);
        end(serving);
        end(endless);
        FakeTerminal.Read blocking = find(1, 0);
        FakeTerminal.Read waiting = find(Integer.MAX_VALUE, 0);
        host.tell(new VerifierRemoved(1));
        bench.loop.pass(ServerBench.SETTINGS.queue().waitMillis());

        assertEquals(FailureCode.VERIFIER_GONE, ServerBench.codeOf(blocking.last()));
        assertEquals(FailureCode.QUEUE_EXPIRED, ServerBench.codeOf(waiting.last()));
    }

    @Test
    void aFullQueueRefuses() {
        find(8000, 0);
        find(8000, 0);
        FakeTerminal other = bench.terminal("t-02");
        other.find();
        FakeTerminal.Read oneTooMany = other.find();
        bench.run();

        assertEquals(FailureCode.QUEUE_FULL, ServerBench.codeOf(oneTooMany.last()));
    }

    @Test
    void whoGivesUpLeavesTheLineAndTheHostHearsNothing() {
        FakeTerminal.Read first = find(8000, 0);
        FakeTerminal.Read second = find(8000, 0);
        first.send(Failure.of(FailureCode.CARD_GONE, ""));
        bench.run();

        assertEquals(List.of(2, 1), positions(second));
        assertEquals(List.of(), host.heard(first.id()));
    }

    @Test
    void aLostTerminalLeavesTheLine() {
        FakeTerminal other = bench.terminal("t-02");
        other.find();
        FakeTerminal.Read behind = find(8000, 0);
        other.link().lose(FailureCode.LINK_CLOSED);
        bench.run();

        assertEquals(List.of(2, 1), positions(behind));
    }

    @Test
    void aTerminalThatIsLostTakesNoVerifierForItsOtherSessions() {
        find(8000, 0);
        FakeTerminal other = bench.terminal("t-02");
        FakeTerminal.Read next = other.find();
        bench.run();
        terminal.link().lose(FailureCode.LINK_CLOSED);
        bench.run();

        assertEquals(Optional.of(next.id()), bench.verifier("sam-1").session());
        assertEquals(2, bench.verifier("sam-1").term());
    }

    @Test
    void whatSetsAVerifierFreeServesTheFirstInLineInTheSameTurn() {
        FakeTerminal.Read waiting = find(8000, 0);
        serving.send(Failure.of(FailureCode.TERMINAL_GAVE_UP, ""));
        bench.run();
        assertEquals(List.of(MessageType.FIND_REQUEST), host.types(waiting.id()));
    }

    @Test
    void aVerifierThatComesServesTheFirstInLine() {
        FakeTerminal.Read waiting = find(8000, 0);
        host.offers(2, "sam-2");
        bench.run();

        assertEquals(Optional.of(waiting.id()), bench.verifier("sam-2").session());
    }

    @Test
    void aVerifierThatLeavesQuarantineServesTheFirstInLine() {
        host.tell(new VerifierAdded(2, "sam-2", Set.of(Capability.TEXT_PHOTO), VerifierState.QUARANTINED, 0));
        FakeTerminal.Read waiting = find(8000, 0);
        host.tell(new VerifierChanged(2, VerifierState.IDLE, "well again"));
        bench.run();

        assertEquals(Optional.of(waiting.id()), bench.verifier("sam-2").session());
    }

    @Test
    void theLineStaysWhenAVerifierGoes() {
        FakeTerminal.Read waiting = find(8000, 0);
        host.tell(new VerifierRemoved(1));
        bench.run();
        assertEquals(FailureCode.VERIFIER_GONE, ServerBench.codeOf(serving.last()));
        assertEquals(List.of(1), positions(waiting));

        host.offers(1, "sam-1", 1);
        bench.run();
        assertEquals(Optional.of(waiting.id()), bench.verifier("sam-1").session());
    }

    @Test
    void waitsForAHostThatHasNotSaidYetWhatItOffers() {
        ServerBench fresh = new ServerBench();
        FakeHost late = fresh.host("host-1");
        FakeTerminal.Read waiting = fresh.terminal("t-01").find();
        fresh.run();
        assertEquals(List.of(1), positions(waiting));

        late.offers(1, "sam-1");
        fresh.run();
        assertEquals(Optional.of(waiting.id()), fresh.verifier("sam-1").session());
    }

    @Test
    void refusesWhatNoVerifierMayEverServe() {
        FindRequest fingerprints = new FindRequest(
                "reader-1", 8000, 0, FindRequest.Order.LITERAL, Set.of(Capability.FINGERPRINT), Bytes.EMPTY);
        FakeTerminal.Read read = terminal.find(fingerprints);
        bench.run();

        assertEquals(FailureCode.NO_VERIFIER, ServerBench.codeOf(read.last()));
        assertEquals(0, read.last().header().replyTo());
    }

    @Test
    void refusesEverybodyWithoutAnyHost() {
        ServerBench alone = new ServerBench();
        FakeTerminal.Read read = alone.terminal("t-01").find();
        alone.run();

        assertEquals(FailureCode.NO_VERIFIER, ServerBench.codeOf(read.last()));
    }

    @Test
    void refusesEverybodyWhileThePolicyIsMissingOrFails() {
        ServerBench other = new ServerBench(ServerBench.policy("table"));
        other.hostOf("sam-1");
        FakeTerminal.Read missing = other.terminal("t-01").find();
        other.server.addPolicy(new RoutingPolicy() {
            @Override
            public String name() {
                return "table";
            }

            @Override
            public Stream<VerifierStatus> candidates(RoutingRequest request, Fleet fleet) {
                throw new IllegalStateException("a policy of a bad day");
            }

            @Override
            public Stream<Verdict> explain(RoutingRequest request, Fleet fleet) {
                throw new IllegalStateException("a policy of a bad day");
            }
        });
        other.run();
        FakeTerminal.Read failing = other.terminal("t-02").find();
        other.run();

        assertEquals(FailureCode.NO_VERIFIER, ServerBench.codeOf(missing.last()));
        assertEquals(FailureCode.NO_VERIFIER, ServerBench.codeOf(failing.last()));
        assertEquals("table (missing)", other.operations.explain("t-01", "").policy());
    }

    @Test
    void servesByTableThoughAnotherVerifierIsIdle() {
        ServerBench bound = new ServerBench(ServerBench.policy("table"));
        bound.server.addPolicy(new BindingTablePolicy("sam-2 = t-01; sam-1 = t-02"));
        bound.hostOf("sam-1", "sam-2");
        FakeTerminal only = bound.terminal("t-01");
        FakeTerminal.Read first = only.find();
        FakeTerminal.Read second = only.find();
        bound.run();

        assertEquals(Optional.of(first.id()), bound.verifier("sam-2").session());
        assertEquals(List.of(1), positions(second));
        assertEquals(VerifierState.IDLE, bound.state("sam-1"));
    }

    @Test
    void aVerifierGoesToTheFirstWhomThePolicyAdmits() {
        ServerBench bound = new ServerBench(ServerBench.policy("table"));
        bound.server.addPolicy(new BindingTablePolicy("sam-1 = t-01; sam-2 = t-02"));
        FakeHost hosting = bound.hostOf("sam-1", "sam-2");
        FakeTerminal one = bound.terminal("t-01");
        FakeTerminal two = bound.terminal("t-02");
        one.find();
        FakeTerminal.Read busy = two.find();
        FakeTerminal.Read first = one.find();
        FakeTerminal.Read second = two.find();
        bound.run();
        hosting.answer(busy.id(), Failure.of(FailureCode.VERIFIER_REFUSED, ""));
        bound.run();

        assertEquals(Optional.of(second.id()), bound.verifier("sam-2").session());
        assertEquals(List.of(1), positions(first));
        assertEquals(List.of(2), positions(second));
    }

    @Test
    void aChangedPolicyServesWhoeverItAdmitsNow() {
        ServerBench bound = new ServerBench(ServerBench.policy("table"));
        BindingTablePolicy table = new BindingTablePolicy("sam-1 = t-01; sam-2 = t-02");
        bound.server.addPolicy(table);
        bound.hostOf("sam-1", "sam-2");
        FakeTerminal one = bound.terminal("t-01");
        one.find();
        FakeTerminal.Read waiting = one.find();
        bound.run();
        assertEquals(List.of(1), positions(waiting));

        bound.server.removePolicy(table);
        bound.server.addPolicy(new BindingTablePolicy("sam-1 = t-01; sam-2 = t-01"));
        bound.run();
        assertEquals(Optional.of(waiting.id()), bound.verifier("sam-2").session());
    }

    @Test
    void estimatesTheWaitFromEarlierLeases() {
        bench.loop.pass(2000);
        end(serving);
        FakeTerminal.Read next = find(8000, 0);
        FakeTerminal.Read first = find(8000, 0);
        FakeTerminal.Read second = find(8000, 0);

        assertEquals(0, queued(next).size());
        assertEquals(2000, queued(first).get(0).estimateMillis());
        assertEquals(4000, queued(second).get(0).estimateMillis());
    }

    @Test
    void whatATerminalSentAheadFollowsItsFindRequest() {
        FindRequest ahead = new FindRequest(
                "reader-1", 8000, 0, FindRequest.Order.AHEAD, Set.of(Capability.TEXT_PHOTO), Bytes.EMPTY);
        FakeTerminal.Read waiting = terminal.find(ahead);
        waiting.send(new SelectRequest());
        bench.run();
        end(serving);

        assertEquals(List.of(MessageType.FIND_REQUEST, MessageType.SELECT_REQUEST), host.types(waiting.id()));
    }

    private FakeTerminal.Read find(int stayMillis, int priorityClass) {
        FakeTerminal.Read read = terminal.find(FakeTerminal.request(stayMillis, priorityClass));
        bench.run();
        return read;
    }

    private void end(FakeTerminal.Read read) {
        assertTrue(host.types(read.id()).contains(MessageType.FIND_REQUEST));
        read.send(Failure.of(FailureCode.TERMINAL_GAVE_UP, ""));
        bench.run();
    }

    private static List<Integer> positions(FakeTerminal.Read read) {
        return queued(read).stream().map(Queued::position).toList();
    }

    private static List<Queued> queued(FakeTerminal.Read read) {
        List<Queued> queued = new ArrayList<>();
        for (Frame frame : read.heard()) {
            try {
                if (frame.message() instanceof Queued message) {
                    queued.add(message);
                }
            } catch (WireException e) {
                throw new AssertionError(e);
            }
        }
        return queued;
    }
}
