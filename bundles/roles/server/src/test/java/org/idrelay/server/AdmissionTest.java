package org.idrelay.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.settings.Settings;
import org.idrelay.api.verifier.VerifierState;
import org.idrelay.link.AllowList;
import org.idrelay.link.FrequencyLimit.Rate;
import org.idrelay.operations.ServerOperations.Kind;
import org.idrelay.wire.FindResponse;
import org.idrelay.wire.MessageType;
import org.junit.jupiter.api.Test;

/** Who is shut out has no link and no session any more; nobody else notices. */
class AdmissionTest {

    private final ServerBench bench = new ServerBench();
    private final FakeHost host = bench.hostOf("sam-1");
    private final FakeTerminal terminal = bench.terminal("t-01");
    private final FakeTerminal bystander = bench.terminal("t-02");

    private static AllowList allowed(String identities) {
        return AllowList.of(Settings.of(AdmissionSettings.PID), "allowTerminals", identities);
    }

    @Test
    void aTerminalThatIsNotOnTheListIsRefused() {
        ServerBench listed = new ServerBench(allowing(allowed("t-01"), AllowList.ANYBODY));

        assertEquals(Optional.empty(), listed.terminal("t-01").link().closedWith());
        FakeTerminal stranger = listed.terminal("t-09");
        assertEquals(Optional.of(FailureCode.IDENTITY_REFUSED), stranger.link().closedWith());
        assertEquals(
                List.of("t-01"),
                listed.operations.terminals().stream()
                        .map(info -> info.identity())
                        .toList());
    }

    @Test
    void aRefusedTerminalsMessagesAreNotHeard() {
        ServerBench listed = new ServerBench(allowing(allowed(""), AllowList.ANYBODY));
        FakeHost offering = listed.hostOf("sam-1");
        FakeTerminal.Read read = listed.terminal("t-01").find();
        listed.run();

        assertEquals(List.of(), offering.heard(read.id()));
        assertEquals(List.of(), listed.sessions());
    }

    @Test
    void aHostThatIsNotOnTheListIsRefusedAndOffersNothing() {
        ServerBench listed = new ServerBench(allowing(AllowList.ANYBODY, allowed("host-2")));
        FakeHost stranger = listed.hostOf("sam-1");
        assertEquals(Optional.of(FailureCode.IDENTITY_REFUSED), stranger.link().closedWith());
        assertEquals(List.of(), listed.operations.verifiers());
    }

    @Test
    void nobodyWaitsForAHostThatIsShutOut() {
        ServerBench empty = new ServerBench();
        empty.operations.freeze(Kind.HOST, "host-1");
        empty.host("host-1");
        FakeTerminal.Read read = empty.terminal("t-01").find();
        empty.run();
        assertEquals(FailureCode.NO_VERIFIER, ServerBench.codeOf(read.last()));

        empty.operations.unfreeze(Kind.HOST, "host-1");
        FakeTerminal.Read hopeful = empty.terminal("t-02").find();
        empty.run();
        assertEquals(MessageType.QUEUED, hopeful.last().header().type());
    }

    @Test
    void aHostThatIsOnTheListMayBeWaitedForBeforeItCame() {
        ServerBench listed = new ServerBench(allowing(AllowList.ANYBODY, allowed("host-1")));
        listed.dial("local").started(listed.loop);
        FakeTerminal.Read read = listed.terminal("t-01").find();
        listed.run();

        assertEquals(MessageType.QUEUED, read.last().header().type());
    }

    @Test
    void freezingAnIdleTerminalClosesItsLink() {
        assertTrue(bench.operations.freeze(Kind.TERMINAL, "t-01"));

        assertEquals(Optional.of(FailureCode.IDENTITY_FROZEN), terminal.link().closedWith());
        assertEquals(Optional.empty(), bystander.link().closedWith());
    }

    @Test
    void freezingATerminalInTheQueueEndsItsSessionAndNoOther() {
        bystander.find();
        bench.run();
        FakeTerminal.Read waiting = terminal.find();
        FakeTerminal.Read behind = bystander.find();
        bench.run();
        bench.operations.freeze(Kind.TERMINAL, "t-01");

        assertEquals(FailureCode.IDENTITY_FROZEN, ServerBench.codeOf(waiting.last()));
        assertEquals(List.of(), host.heard(waiting.id()));
        assertEquals(MessageType.QUEUED, behind.last().header().type());
        assertEquals(2, bench.sessions().size());
    }

    @Test
    void freezingATerminalInTheMiddleOfAReadEndsItOnBothSidesAndFreesTheVerifier() {
        FakeTerminal.Read read = found(terminal);
        FakeTerminal.Read waiting = terminal.find();
        FakeTerminal.Read next = bystander.find();
        bench.run();
        bench.operations.freeze(Kind.TERMINAL, "t-01");

        assertEquals(FailureCode.IDENTITY_FROZEN, ServerBench.codeOf(read.last()));
        assertEquals(FailureCode.IDENTITY_FROZEN, ServerBench.codeOf(waiting.last()));
        assertEquals(FailureCode.IDENTITY_FROZEN, lastAtHost(read));
        assertEquals(Optional.of(next.id()), bench.verifier("sam-1").session());
        assertEquals(Optional.of(FailureCode.IDENTITY_FROZEN), terminal.link().closedWith());
    }

    @Test
    void whatAFrozenTerminalHadUnderWayIsNotHeard() {
        FakeTerminal.Read late = terminal.find();
        bench.rules.change(rules -> rules.freezing(Kind.TERMINAL, "t-01"));
        FakeTerminal.Read later = terminal.find();
        bench.run();

        assertEquals(FailureCode.IDENTITY_FROZEN, ServerBench.codeOf(late.last()));
        assertEquals(List.of(), later.heard());
        assertEquals(VerifierState.IDLE, bench.state("sam-1"));
    }

    @Test
    void aFrozenTerminalCannotComeBackUntilItIsUnfrozen() {
        bench.operations.freeze(Kind.TERMINAL, "t-01");
        assertEquals(
                Optional.of(FailureCode.IDENTITY_FROZEN),
                bench.terminal("t-01").link().closedWith());

        assertTrue(bench.operations.unfreeze(Kind.TERMINAL, "t-01"));
        FakeTerminal back = bench.terminal("t-01");
        FakeTerminal.Read read = found(back);
        assertEquals(Optional.empty(), back.link().closedWith());
        assertEquals(MessageType.FIND_RESPONSE, read.last().header().type());
    }

    @Test
    void freezingAHostEndsTheSessionsOfItsVerifiersAndClosesItsLink() {
        FakeTerminal.Read read = found(terminal);
        FakeTerminal.Read waiting = bystander.find();
        bench.run();
        bench.operations.freeze(Kind.HOST, "host-1");

        assertEquals(FailureCode.VERIFIER_GONE, ServerBench.codeOf(read.last()));
        assertEquals(FailureCode.VERIFIER_GONE, lastAtHost(read));
        assertEquals(Optional.of(FailureCode.IDENTITY_FROZEN), host.link().closedWith());
        assertEquals(VerifierState.GONE, bench.state("sam-1"));
        assertEquals(MessageType.QUEUED, waiting.last().header().type());
        assertEquals(Optional.empty(), terminal.link().closedWith());
    }

    @Test
    void aHostThatIsUnfrozenServesAgain() {
        bench.operations.freeze(Kind.HOST, "host-1");
        assertEquals(
                Optional.of(FailureCode.IDENTITY_FROZEN),
                bench.host("host-1").link().closedWith());

        bench.operations.unfreeze(Kind.HOST, "host-1");
        FakeHost back = bench.hostOf("sam-1").automatic();
        FakeTerminal.Read read = terminal.find().automatic();
        bench.run();
        assertEquals(Optional.empty(), back.link().closedWith());
        assertEquals(MessageType.IDENTITY, read.last().header().type());
    }

    @Test
    void terminalsAndHostsOfTheSameNameAreNotMixedUp() {
        bench.operations.freeze(Kind.HOST, "t-01");
        bench.operations.freeze(Kind.TERMINAL, "host-1");

        assertEquals(Optional.empty(), terminal.link().closedWith());
        assertEquals(Optional.empty(), host.link().closedWith());
    }

    @Test
    void freezingTwiceChangesNothing() {
        assertTrue(bench.operations.freeze(Kind.TERMINAL, "t-01"));
        assertFalse(bench.operations.freeze(Kind.TERMINAL, "t-01"));
        assertTrue(bench.operations.unfreeze(Kind.TERMINAL, "t-01"));
        assertFalse(bench.operations.unfreeze(Kind.TERMINAL, "t-01"));
    }

    @Test
    void whatIsNoNameCannotBeFrozen() {
        assertThrows(IllegalArgumentException.class, () -> bench.operations.freeze(Kind.TERMINAL, "t-01,t-02"));
    }

    @Test
    void listsWhoIsConnectedFrozenOrNamed() {
        ServerBench listed = new ServerBench(new AdmissionSettings(
                allowed("t-01,t-02"), AllowList.ANYBODY, new Rate(5, 1000), Set.of("t-08"), Set.of()));
        listed.hostOf("sam-1");
        listed.terminal("t-02").find();
        listed.run();

        assertEquals(5, listed.operations.admission().terminalReads());
        assertEquals(1000, listed.operations.admission().terminalWindowMillis());
        assertEquals(
                List.of(
                        "TERMINAL t-01 false true false 0",
                        "TERMINAL t-02 true true false 1",
                        "TERMINAL t-08 false false true 0",
                        "HOST host-1 true true false 0"),
                listed.operations.admission().identities().stream()
                        .map(info -> "%s %s %s %s %s %d"
                                .formatted(
                                        info.kind(),
                                        info.identity(),
                                        info.connected(),
                                        info.allowed(),
                                        info.frozen(),
                                        info.reads()))
                        .toList());
    }

    private static AdmissionSettings allowing(AllowList terminals, AllowList hosts) {
        return new AdmissionSettings(terminals, hosts, Rate.NONE, Set.of(), Set.of());
    }

    private FakeTerminal.Read found(FakeTerminal by) {
        FakeTerminal.Read read = by.find();
        bench.run();
        host.answer(read.id(), new FindResponse(Bytes.EMPTY, Bytes.ofHex("050000")));
        bench.run();
        return read;
    }

    private FailureCode lastAtHost(FakeTerminal.Read read) {
        return ServerBench.codeOf(
                host.heard(read.id()).get(host.heard(read.id()).size() - 1));
    }
}
