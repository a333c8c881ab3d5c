package org.idrelay.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.verifier.VerifierState;
import org.idrelay.link.AllowList;
import org.idrelay.link.FrequencyLimit.Rate;
import org.idrelay.link.ManualLoop;
import org.idrelay.wire.FindConfirm;
import org.idrelay.wire.MessageType;
import org.junit.jupiter.api.Test;

/** A terminal begins so many reads in a window that slides, and no more. */
class TerminalLimitTest {

    private static final int WINDOW = 60_000;

    private final AdmissionRules rules = new AdmissionRules(limited(2));
    private final ServerBench bench = new ServerBench(ServerBench.SETTINGS, rules, new ManualLoop());
    private final FakeHost host = bench.hostOf("sam-1").automatic();
    private final FakeTerminal terminal = bench.terminal("t-01");

    @Test
    void oneReadTooManyFailsAndNothingElseHappens() {
        reads(2);
        FakeTerminal.Read tooMany = read(terminal);

        assertEquals(FailureCode.TERMINAL_LIMIT, ServerBench.codeOf(tooMany.last()));
        assertEquals(0, tooMany.last().header().replyTo());
        assertEquals(List.of(), host.heard(tooMany.id()));
        assertEquals(2, bench.verifier("sam-1").term());
        assertEquals(VerifierState.IDLE, bench.state("sam-1"));
        assertEquals(List.of(), bench.sessions());
        assertEquals(Optional.empty(), terminal.link().closedWith());
    }

    @Test
    void whatWasUnderWayForARefusedReadIsNoBreachOfTheProtocol() {
        reads(2);
        FakeTerminal.Read tooMany = terminal.find();
        tooMany.send(new FindConfirm(Bytes.EMPTY, FakeTerminal.ATQB));
        bench.run();

        assertEquals(Optional.empty(), terminal.link().closedWith());
    }

    @Test
    void theNextIsAllowedExactlyWhenTheFirstHasLeftTheWindow() {
        read(terminal);
        bench.loop.pass(1000);
        read(terminal);
        bench.loop.pass(WINDOW - 1001);
        assertEquals(
                FailureCode.TERMINAL_LIMIT, ServerBench.codeOf(read(terminal).last()));
        bench.loop.pass(1);

        assertEquals(MessageType.IDENTITY, read(terminal).last().header().type());
        assertEquals(
                FailureCode.TERMINAL_LIMIT, ServerBench.codeOf(read(terminal).last()));
    }

    @Test
    void anotherTerminalReadsOn() {
        reads(3);
        assertEquals(
                MessageType.IDENTITY,
                read(bench.terminal("t-02")).last().header().type());
    }

    @Test
    void aNewLinkIsNoNewBeginning() {
        reads(2);
        assertEquals(
                FailureCode.TERMINAL_LIMIT,
                ServerBench.codeOf(read(bench.terminal("t-01")).last()));
    }

    @Test
    void aChangedLimitCountsAtOnceAndDropsNoLink() {
        reads(3);
        rules.change(old -> limited(3));
        assertEquals(MessageType.IDENTITY, read(terminal).last().header().type());
        rules.change(old -> limited(0));
        reads(10);

        assertEquals(12 + 1, bench.verifier("sam-1").tally().reads());
        assertEquals(Optional.empty(), terminal.link().closedWith());
        assertEquals(Optional.empty(), host.link().closedWith());
    }

    @Test
    void tellsHowManyReadsAreInTheWindow() {
        read(terminal);
        bench.loop.pass(1);
        read(terminal);
        assertEquals(2, counted());
        bench.loop.pass(WINDOW - 1);
        assertEquals(1, counted());
        terminal.link().lose(FailureCode.LINK_CLOSED);
        assertEquals(1, counted());
    }

    private int counted() {
        return bench.operations.admission().identities().stream()
                .filter(info -> info.identity().equals("t-01"))
                .mapToInt(info -> info.reads())
                .sum();
    }

    private void reads(int times) {
        for (int i = 0; i < times; i++) {
            read(terminal);
        }
    }

    private FakeTerminal.Read read(FakeTerminal by) {
        FakeTerminal.Read read = by.find().automatic();
        bench.run();
        return read;
    }

    private static AdmissionSettings limited(int reads) {
        return new AdmissionSettings(AllowList.ANYBODY, AllowList.ANYBODY, new Rate(reads, WINDOW), Set.of(), Set.of());
    }
}
