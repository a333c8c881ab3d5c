package org.idrelay.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.verifier.VerifierState;
import org.idrelay.wire.Failure;
import org.idrelay.wire.FindConfirm;
import org.idrelay.wire.FindResponse;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Header;
import org.idrelay.wire.Identity;
import org.idrelay.wire.MessageType;
import org.idrelay.wire.Receipt;
import org.idrelay.wire.SelectRequest;
import org.idrelay.wire.SelectResponse;
import org.idrelay.wire.VerifierRemoved;
import org.junit.jupiter.api.Test;

/** A peer that breaks the protocol is told the code and loses its link; nobody else is disturbed. */
class BadInputTest {

    private static final UUID NOBODYS = new UUID(4, 2);

    private final ServerBench bench = new ServerBench();
    private final FakeHost host = bench.hostOf("sam-1", "sam-2");
    private final FakeTerminal bystander = bench.terminal("t-02");
    private final FakeTerminal.Read other = bystander.find();
    private final FakeTerminal terminal = bench.terminal("t-01");

    @Test
    void aMessageOfAnUnknownSessionClosesTheLink() {
        Header header =
                Header.bare(MessageType.SELECT_REQUEST, NOBODYS, 5, Header.NONE).withLease(3, 9);
        terminal.link().receive(Frame.of(header, new SelectRequest()));

        assertLinkClosed(FailureCode.SESSION_UNKNOWN);
        Frame told = terminal.link().sent().get(0);
        assertEquals(FailureCode.SESSION_UNKNOWN, ServerBench.codeOf(told));
        assertEquals(
                List.of(NOBODYS, 5L),
                List.of(told.header().session(), told.header().replyTo()));
    }

    @Test
    void aMessageOfAnotherLinksSessionClosesTheLink() {
        bench.run();
        Header header = Header.bare(MessageType.FIND_CONFIRM, other.id(), 1, Header.NONE)
                .withLease(1, 1);
        terminal.link().receive(Frame.of(header, new FindConfirm(Bytes.EMPTY, FakeTerminal.ATQB)));

        assertLinkClosed(FailureCode.SESSION_UNKNOWN);
    }

    @Test
    void twoTerminalsMayUseTheSameSessionId() {
        FakeTerminal.Read mine = terminal.find();
        FakeTerminal third = bench.terminal("t-03");
        third.link().receive(mine.frame(FakeTerminal.request(8000, 0), 0));
        bench.run();

        assertEquals(3, bench.sessions().size());
        assertEquals(Optional.empty(), third.link().closedWith());
    }

    @Test
    void aMessageOutOfOrderFailsTheSessionAndClosesTheLink() {
        FakeTerminal.Read read = found();
        read.send(new SelectRequest());

        assertLinkClosed(FailureCode.MESSAGE_UNEXPECTED);
        assertFailedOnBothSides(read, FailureCode.MESSAGE_UNEXPECTED);
        assertEquals(1, read.last().header().replyTo());
    }

    @Test
    void aMessageOfTheServersOwnKindClosesTheLink() {
        FakeTerminal.Read read = found();
        terminal.link().receive(read.frame(new Receipt(), Header.NONE));

        assertLinkClosed(FailureCode.MESSAGE_UNEXPECTED);
    }

    @Test
    void aMessageOfAHostsKindClosesTheLink() {
        FakeTerminal.Read read = found();
        terminal.link().receive(read.frame(new SelectResponse(Bytes.EMPTY), 1));

        assertLinkClosed(FailureCode.MESSAGE_UNEXPECTED);
    }

    @Test
    void aLinkMessageThatIsNoTerminalsClosesTheLink() {
        terminal.link().receive(Frame.ofLink(new VerifierRemoved(1)));

        assertLinkClosed(FailureCode.MESSAGE_UNEXPECTED);
    }

    @Test
    void aSecondFindRequestClosesTheLink() {
        FakeTerminal.Read read = found();
        terminal.link().receive(read.frame(FakeTerminal.request(8000, 0), 1));

        assertLinkClosed(FailureCode.MESSAGE_UNEXPECTED);
        assertFailedOnBothSides(read, FailureCode.MESSAGE_UNEXPECTED);
    }

    @Test
    void aSequenceThatRepeatsClosesTheLink() {
        FakeTerminal.Read read = found();
        terminal.link().receive(read.frame(new FindConfirm(Bytes.EMPTY, FakeTerminal.ATQB), 0));

        assertLinkClosed(FailureCode.SEQUENCE_WRONG);
        assertFailedOnBothSides(read, FailureCode.SEQUENCE_WRONG);
    }

    @Test
    void aSessionThatDoesNotBeginAtZeroClosesTheLink() {
        Header header = Header.bare(MessageType.FIND_REQUEST, NOBODYS, 1, Header.NONE);
        terminal.link().receive(Frame.of(header, FakeTerminal.request(8000, 0)));

        assertLinkClosed(FailureCode.SEQUENCE_WRONG);
    }

    @Test
    void aMalformedFindRequestClosesTheLink() {
        Header header = Header.bare(MessageType.FIND_REQUEST, NOBODYS, 0, Header.NONE);
        terminal.link().receive(new Frame(header, Bytes.ofHex("08"), Bytes.EMPTY));

        assertLinkClosed(FailureCode.FRAME_MALFORMED);
        assertEquals(NOBODYS, terminal.link().sent().get(0).header().session());
    }

    @Test
    void aSealedFindRequestClosesTheLink() {
        Frame clear =
                Frame.of(Header.bare(MessageType.FIND_REQUEST, NOBODYS, 0, Header.NONE), FakeTerminal.request(8000, 0));
        Header sealed = clear.header().withSealed(true);
        terminal.link().receive(new Frame(sealed, clear.clear(), clear.body()));

        assertLinkClosed(FailureCode.SEALED_UNEXPECTED);
    }

    @Test
    void aMalformedFailureClosesTheLink() {
        FakeTerminal.Read read = found();
        Header header = read.frame(Failure.of(FailureCode.CARD_GONE, ""), 1).header();
        terminal.link().receive(new Frame(header, Bytes.EMPTY, Bytes.EMPTY));

        assertLinkClosed(FailureCode.FRAME_MALFORMED);
        assertFailedOnBothSides(read, FailureCode.FRAME_MALFORMED);
    }

    @Test
    void anotherTermThanTheLeasesFailsTheSessionAlone() {
        FakeTerminal.Read read = found();
        Frame good = read.frame(new FindConfirm(Bytes.EMPTY, FakeTerminal.ATQB), 1);
        terminal.link()
                .receive(good.withLease(good.header().verifier(), good.header().term() + 1));
        bench.run();

        assertFailedOnBothSides(read, FailureCode.TERM_WRONG);
        assertEquals(Optional.empty(), terminal.link().closedWith());
    }

    @Test
    void anotherVerifierThanTheLeasesFailsTheSessionAlone() {
        FakeTerminal.Read read = found();
        Frame good = read.frame(new FindConfirm(Bytes.EMPTY, FakeTerminal.ATQB), 1);
        terminal.link()
                .receive(good.withLease(
                        good.header().verifier() + 1, good.header().term()));
        bench.run();

        assertFailedOnBothSides(read, FailureCode.TERM_WRONG);
    }

    @Test
    void aConfirmWithoutTheLeaseThatItWasToldFailsTheSessionAlone() {
        FakeTerminal.Read read = found();
        Frame good = read.frame(new FindConfirm(Bytes.EMPTY, FakeTerminal.ATQB), 1);
        terminal.link().receive(good.withLease(0, 0));
        bench.run();

        assertFailedOnBothSides(read, FailureCode.TERM_WRONG);
    }

    @Test
    void halfALeaseFailsTheSessionAlone() {
        FakeTerminal.Read read = found();
        Frame good = read.frame(Failure.of(FailureCode.CARD_GONE, ""), 1);
        terminal.link().receive(good.withLease(0, good.header().term()));
        bench.run();

        assertFailedOnBothSides(read, FailureCode.TERM_WRONG);
    }

    @Test
    void aFirstMessageWithALeaseIsRefused() {
        Header header =
                Header.bare(MessageType.FIND_REQUEST, NOBODYS, 0, Header.NONE).withLease(1, 1);
        terminal.link().receive(Frame.of(header, FakeTerminal.request(8000, 0)));
        bench.run();

        assertEquals(
                FailureCode.TERM_WRONG,
                ServerBench.codeOf(terminal.link().sent().get(0)));
        assertEquals(VerifierState.IDLE, bench.state("sam-2"));
        assertEquals(Optional.empty(), terminal.link().closedWith());
    }

    @Test
    void moreSessionsThanTheLinkMayHaveAreRefusedOneByOne() {
        for (int i = 0; i < ServerBench.SETTINGS.limits().maxSessions(); i++) {
            terminal.find();
        }
        FakeTerminal.Read oneTooMany = terminal.find();
        bench.run();

        assertEquals(FailureCode.SESSION_LIMIT, ServerBench.codeOf(oneTooMany.last()));
        assertEquals(Optional.empty(), terminal.link().closedWith());
    }

    @Test
    void whatWasUnderWayWhenTheServerEndedTheSessionIsDroppedSilently() {
        FakeTerminal.Read read = found();
        host.answer(read.id(), Failure.of(FailureCode.VERIFIER_REFUSED, ""));
        bench.run();
        int before = read.heard().size();
        read.send(new FindConfirm(Bytes.EMPTY, FakeTerminal.ATQB));
        bench.run();

        assertEquals(before, read.heard().size());
        assertEquals(Optional.empty(), terminal.link().closedWith());
    }

    @Test
    void whoEndedItsSessionItselfMayNotGoOn() {
        FakeTerminal.Read read = found();
        read.send(Failure.of(FailureCode.TERMINAL_GAVE_UP, ""));
        read.send(new SelectRequest());

        assertLinkClosed(FailureCode.SESSION_UNKNOWN);
    }

    @Test
    void anIdThatHasBeenIsNoNewSession() {
        FakeTerminal.Read read = found();
        host.answer(read.id(), Failure.of(FailureCode.VERIFIER_REFUSED, ""));
        bench.run();
        terminal.link().receive(read.frame(FakeTerminal.request(8000, 0), 0).withLease(0, 0));

        assertLinkClosed(FailureCode.MESSAGE_UNEXPECTED);
    }

    @Test
    void theNewestLinkOfAnIdentityWins() {
        FakeTerminal.Read read = found();
        FakeTerminal again = bench.terminal("t-01");

        assertLinkClosed(FailureCode.LINK_REPLACED);
        assertEquals(
                1,
                bench.operations.terminals().stream()
                        .filter(info -> info.identity().equals("t-01"))
                        .count());
        assertEquals(Optional.empty(), again.link().closedWith());
        assertEquals(MessageType.FAILURE, host.types(read.id()).get(1));
        again.find();
        bench.run();
        assertEquals(2, bench.sessions().size());
    }

    @Test
    void aHostsMessageOutOfOrderCostsTheSessionAndNotTheLink() {
        FakeTerminal.Read read = found();
        host.answer(read.id(), new Identity(List.of(Bytes.EMPTY)));
        bench.run();

        assertFailedOnBothSides(read, FailureCode.MESSAGE_UNEXPECTED);
        assertEquals(Optional.empty(), host.link().closedWith());
    }

    @Test
    void aHostThatSpeaksNonsenseLosesItsLink() {
        FakeTerminal.Read read = found();
        host.link().receive(new Frame(Header.ofLink(MessageType.VERIFIER_ADDED), Bytes.ofHex("00"), Bytes.EMPTY));
        bench.run();

        assertEquals(Optional.of(FailureCode.FRAME_MALFORMED), host.link().closedWith());
        assertEquals(FailureCode.VERIFIER_GONE, ServerBench.codeOf(read.last()));
        assertEquals(VerifierState.GONE, bench.state("sam-1"));
    }

    @Test
    void aHostThatSpeaksAsATerminalLosesItsLink() {
        host.link().receive(Frame.ofLink(Failure.of(FailureCode.LINK_CLOSED, "")));
        bench.run();

        assertEquals(Optional.of(FailureCode.MESSAGE_UNEXPECTED), host.link().closedWith());
    }

    private FakeTerminal.Read found() {
        FakeTerminal.Read read = terminal.find();
        bench.run();
        host.answer(read.id(), new FindResponse(Bytes.EMPTY, Bytes.ofHex("050000")));
        bench.run();
        return read;
    }

    private void assertLinkClosed(FailureCode code) {
        bench.run();
        assertEquals(Optional.of(code), terminal.link().closedWith());
        assertEquals(Optional.empty(), bystander.link().closedWith());
        assertEquals(Optional.of(other.id()), bench.verifier("sam-1").session());
        assertEquals(VerifierState.IDLE, bench.state("sam-2"));
    }

    private void assertFailedOnBothSides(FakeTerminal.Read read, FailureCode code) {
        List<Frame> atHost = host.heard(read.id());
        assertEquals(code, ServerBench.codeOf(read.last()));
        assertEquals(code, ServerBench.codeOf(atHost.get(atHost.size() - 1)));
        assertEquals(VerifierState.IDLE, bench.state("sam-2"));
    }
}
