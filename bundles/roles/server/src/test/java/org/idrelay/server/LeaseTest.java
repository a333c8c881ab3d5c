package org.idrelay.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.verifier.Capability;
import org.idrelay.api.verifier.VerifierState;
import org.idrelay.wire.Failure;
import org.idrelay.wire.FindConfirm;
import org.idrelay.wire.FindResponse;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Header;
import org.idrelay.wire.MessageType;
import org.idrelay.wire.SelectRequest;
import org.idrelay.wire.VerifierAdded;
import org.idrelay.wire.VerifierChanged;
import org.idrelay.wire.VerifierRemoved;
import org.junit.jupiter.api.Test;

/** A lease begins at FIND_REQUEST and is free again however the session ends. */
class LeaseTest {

    private final ServerBench bench = new ServerBench();
    private final FakeHost host = bench.hostOf("sam-1");
    private final FakeTerminal terminal = bench.terminal("t-01");

    @Test
    void theFirstRequestLeasesAndIsPassedOnUnderTheHostsNumberAndTheNextTerm() {
        host.offers(7, "sam-7", 41);
        host.tell(new VerifierRemoved(1));
        FakeTerminal.Read read = found();

        Header atHost = host.heard(read.id()).get(0).header();
        assertEquals(
                List.of(MessageType.FIND_REQUEST, 7L, 42L), List.of(atHost.type(), atHost.verifier(), atHost.term()));
        Header atTerminal = read.last().header();
        assertEquals(
                List.of(MessageType.FIND_RESPONSE, 2L, 42L),
                List.of(atTerminal.type(), atTerminal.verifier(), atTerminal.term()));
        assertEquals(Optional.of(read.id()), bench.verifier("sam-7").session());
        assertEquals(VerifierState.LEASED, bench.state("sam-7"));
    }

    @Test
    void passesBodiesOnByteForByte() {
        FakeTerminal.Read read = found();
        Frame odd = new Frame(
                read.frame(new FindConfirm(Bytes.EMPTY, Bytes.EMPTY), 1).header(),
                Bytes.ofHex("FF"),
                Bytes.ofHex("00FF00"));
        terminal.link().receive(odd);
        bench.run();

        Frame passed = host.heard(read.id()).get(1);
        assertEquals(List.of(odd.clear(), odd.body()), List.of(passed.clear(), passed.body()));
    }

    @Test
    void aReceiptFollowsEachConfirmInLiteralOrder() {
        host.automatic();
        FakeTerminal.Read read = terminal.find().automatic();
        bench.run();

        List<Frame> receipts = read.heard().stream()
                .filter(frame -> frame.header().type() == MessageType.RECEIPT)
                .toList();
        assertEquals(
                List.of(1L, 3L),
                receipts.stream().map(frame -> frame.header().replyTo()).toList());
        assertTrue(receipts.stream().allMatch(frame -> frame.header().sequence() == Header.NONE));
    }

    @Test
    void identityEndsTheSessionAndFreesTheVerifier() {
        host.automatic();
        FakeTerminal.Read read = terminal.find().automatic();
        bench.run();

        assertEquals(MessageType.IDENTITY, read.last().header().type());
        assertEquals(1, bench.verifier("sam-1").tally().reads());
        assertFree(read);
    }

    @Test
    void aFailureOfTheTerminalIsPassedOnAndFreesTheVerifier() {
        FakeTerminal.Read read = found();
        read.send(Failure.of(FailureCode.CARD_GONE, ""));
        bench.run();

        assertEquals(FailureCode.CARD_GONE, lastAtHost(read));
        assertFree(read);
    }

    @Test
    void aTerminalMayGiveUpBeforeItHeardOfItsLease() {
        FakeTerminal.Read read = terminal.find();
        host.link().deliverTo(frame -> host.answer(frame.header(), response()));
        read.send(Failure.of(FailureCode.TERMINAL_GAVE_UP, ""));
        bench.run();

        assertEquals(List.of(MessageType.FIND_REQUEST, MessageType.FAILURE), host.types(read.id()));
        assertEquals(Optional.empty(), terminal.link().closedWith());
        assertFree(read);
    }

    @Test
    void aFailureOfTheVerifierIsPassedOnAndFreesTheVerifier() {
        FakeTerminal.Read read = found();
        host.answer(read.id(), Failure.of(FailureCode.VERIFIER_REFUSED, "SW3 60"));
        bench.run();

        assertEquals(FailureCode.VERIFIER_REFUSED, ServerBench.codeOf(read.last()));
        assertEquals("VERIFIER_REFUSED", bench.verifier("sam-1").tally().lastError());
        assertEquals(1, bench.verifier("sam-1").tally().failures());
        assertFree(read);
    }

    @Test
    void aLeaseThatRunsOutEndsTheSessionOnBothSides() {
        FakeTerminal.Read read = found();
        bench.loop.pass(ServerBench.SETTINGS.patience().sessionMillis() - 1);
        assertEquals(VerifierState.LEASED, bench.state("sam-1"));
        bench.loop.pass(1);

        assertEquals(FailureCode.SESSION_EXPIRED, ServerBench.codeOf(read.last()));
        assertEquals(FailureCode.SESSION_EXPIRED, lastAtHost(read));
        assertFree(read);
    }

    @Test
    void aVerifierThatOwesAnAnswerTooLongEndsTheSessionOnBothSides() {
        FakeTerminal.Read read = terminal.find();
        bench.run();
        bench.loop.pass(ServerBench.SETTINGS.patience().verifierMillis());

        assertEquals(FailureCode.VERIFIER_TIMEOUT, ServerBench.codeOf(read.last()));
        assertEquals(FailureCode.VERIFIER_TIMEOUT, lastAtHost(read));
        assertFree(read);
    }

    @Test
    void aVerifierThatOwesNothingMayBeSilent() {
        FakeTerminal.Read read = found();
        read.send(new FindConfirm(Bytes.EMPTY, FakeTerminal.ATQB));
        bench.loop.pass(2L * ServerBench.SETTINGS.patience().verifierMillis());
        assertEquals(MessageType.RECEIPT, read.last().header().type());

        read.send(new SelectRequest());
        bench.loop.pass(1000);
        assertEquals(VerifierState.LEASED, bench.state("sam-1"));
    }

    @Test
    void aTerminalsLostLinkEndsItsSessions() {
        FakeTerminal.Read read = found();
        terminal.link().lose(FailureCode.LINK_SILENT);
        bench.run();

        assertEquals(FailureCode.LINK_SILENT, lastAtHost(read));
        assertEquals(List.of(), bench.operations.terminals());
        assertFree(read);
    }

    @Test
    void aVerifierThatIsRemovedFailsItsSession() {
        FakeTerminal.Read read = found();
        host.tell(new VerifierRemoved(1));
        bench.run();

        assertEquals(FailureCode.VERIFIER_GONE, ServerBench.codeOf(read.last()));
        assertEquals(List.of(), bench.sessions());
        assertEquals(VerifierState.GONE, bench.state("sam-1"));
    }

    @Test
    void aVerifierThatIsReportedGoneFailsItsSession() {
        FakeTerminal.Read read = found();
        host.tell(new VerifierChanged(1, VerifierState.GONE, "unplugged"));
        bench.run();

        assertEquals(FailureCode.VERIFIER_GONE, ServerBench.codeOf(read.last()));
        assertEquals(VerifierState.GONE, bench.state("sam-1"));
    }

    @Test
    void aHostsLostLinkEndsTheSessionsOfItsVerifiers() {
        FakeTerminal.Read read = found();
        host.link().lose(FailureCode.LINK_CLOSED);
        bench.run();

        assertEquals(FailureCode.VERIFIER_GONE, ServerBench.codeOf(read.last()));
        assertEquals(List.of(), bench.sessions());
        assertEquals(VerifierState.GONE, bench.state("sam-1"));
    }

    @Test
    void aServerThatStopsTellsBothSides() {
        FakeTerminal.Read read = found();
        bench.server.stop();
        bench.run();

        assertEquals(FailureCode.SERVER_STOPPED, ServerBench.codeOf(read.last()));
        assertEquals(FailureCode.SERVER_STOPPED, lastAtHost(read));
        assertEquals(Optional.of(FailureCode.SERVER_STOPPED), terminal.link().closedWith());
        assertEquals(
                Optional.of(FailureCode.SERVER_STOPPED),
                bench.terminal("t-02").link().closedWith());
        assertEquals(VerifierState.IDLE, bench.state("sam-1"));
        assertEquals(List.of(), bench.sessions());
    }

    @Test
    void everyLeaseHasTheNextTerm() {
        host.automatic();
        for (int i = 1; i <= 5; i++) {
            terminal.find().automatic();
            bench.run();
            assertEquals(i, bench.verifier("sam-1").term());
        }
    }

    @Test
    void aVerifierThatComesBackKeepsItsTerms() {
        host.automatic();
        terminal.find().automatic();
        bench.run();
        host.link().lose(FailureCode.LINK_CLOSED);
        bench.run();
        FakeHost again = bench.host("host-1").automatic();
        again.offers(5, "sam-1", 0);
        terminal.find().automatic();
        bench.run();

        assertEquals(2, bench.verifier("sam-1").term());
    }

    @Test
    void aTermThatIsTooLowTeachesTheServerTheHighest() {
        FakeTerminal.Read first = terminal.find();
        bench.run();
        host.answer(first.id(), new Failure(FailureCode.TERM_TOO_LOW.number(), 99, ""));
        FakeTerminal.Read second = terminal.find();
        bench.run();

        assertEquals(FailureCode.TERM_TOO_LOW, ServerBench.codeOf(first.last()));
        assertEquals(100, host.heard(second.id()).get(0).header().term());
    }

    @Test
    void aHostsLateMessageTouchesNoLaterSession() {
        FakeTerminal.Read first = found();
        Header late = host.heard(first.id()).get(0).header();
        first.send(Failure.of(FailureCode.TERMINAL_GAVE_UP, ""));
        FakeTerminal.Read second = terminal.find();
        bench.run();
        host.answer(late, Failure.of(FailureCode.VERIFIER_FAULT, ""));
        bench.run();

        assertEquals(1, bench.server.lateAnswers());
        assertEquals(List.of(), second.types());
        assertEquals(Optional.of(second.id()), bench.verifier("sam-1").session());
    }

    @Test
    void aHostsMessageUnderAnotherTermIsDropped() {
        FakeTerminal.Read read = found();
        Header open = host.heard(read.id()).get(0).header();
        host.answer(open.withLease(open.verifier(), open.term() - 1), Failure.of(FailureCode.VERIFIER_FAULT, ""));
        host.answer(open.withLease(open.verifier(), open.term() + 1), Failure.of(FailureCode.VERIFIER_FAULT, ""));
        host.answer(open.withLease(open.verifier() + 1, open.term()), Failure.of(FailureCode.VERIFIER_FAULT, ""));
        bench.run();

        assertEquals(3, bench.server.lateAnswers());
        assertEquals(List.of(MessageType.FIND_RESPONSE), read.types());
    }

    @Test
    void aVerifierThatFailedIsTheLastToBeAskedAgain() {
        host.offers(2, "sam-2");
        FakeTerminal.Read first = terminal.find();
        FakeTerminal.Read second = terminal.find();
        bench.run();
        host.answer(second.id(), Failure.of(FailureCode.VERIFIER_REFUSED, ""));
        host.answer(first.id(), Failure.of(FailureCode.VERIFIER_TIMEOUT, ""));
        bench.run();
        terminal.find();
        bench.run();

        assertEquals(VerifierState.IDLE, bench.state("sam-1"));
        assertEquals(VerifierState.LEASED, bench.state("sam-2"));
    }

    @Test
    void aQuarantinedVerifierIsNotLeased() {
        FakeTerminal.Read read = found();
        host.tell(new VerifierChanged(1, VerifierState.QUARANTINED, "release failed"));
        read.send(Failure.of(FailureCode.TERMINAL_GAVE_UP, ""));
        bench.run();

        assertEquals(VerifierState.QUARANTINED, bench.state("sam-1"));
        assertEquals("release failed", bench.verifier("sam-1").tally().lastError());
    }

    @Test
    void aNameThatAnotherHostOffersAlreadyIsIgnoredUntilThatIsGone() {
        FakeHost other = bench.host("host-2");
        other.tell(new VerifierAdded(1, "sam-1", Set.of(Capability.TEXT_PHOTO), VerifierState.IDLE, 50));
        bench.run();
        assertEquals("host-1", bench.verifier("sam-1").host());

        host.link().lose(FailureCode.LINK_CLOSED);
        other.tell(new VerifierAdded(2, "sam-1", Set.of(Capability.TEXT_PHOTO), VerifierState.IDLE, 50));
        bench.run();
        assertEquals("host-2", bench.verifier("sam-1").host());
        assertEquals(50, bench.verifier("sam-1").term());
    }

    @Test
    void noTimerIsLeftWhenNothingGoesOn() {
        host.automatic();
        terminal.find().automatic();
        bench.run();

        assertEquals(0, bench.loop.pending());
    }

    private FakeTerminal.Read found() {
        FakeTerminal.Read read = terminal.find();
        bench.run();
        host.answer(read.id(), response());
        bench.run();
        return read;
    }

    private static FindResponse response() {
        return new FindResponse(Bytes.EMPTY, Bytes.ofHex("050000"));
    }

    private FailureCode lastAtHost(FakeTerminal.Read read) {
        List<Frame> heard = host.heard(read.id());
        Frame last = heard.get(heard.size() - 1);
        assertEquals(heard.get(0).header().term(), last.header().term());
        return ServerBench.codeOf(last);
    }

    private void assertFree(FakeTerminal.Read read) {
        assertEquals(VerifierState.IDLE, bench.state("sam-1"));
        assertEquals(Optional.empty(), bench.verifier("sam-1").session());
        assertEquals(List.of(), bench.sessions());
        assertEquals(0, bench.loop.pending());
        bench.terminal("t-09").find();
        bench.run();
        assertEquals(VerifierState.LEASED, bench.state("sam-1"));
        assertTrue(bench.verifier("sam-1")
                .session()
                .filter(id -> !id.equals(read.id()))
                .isPresent());
    }
}
