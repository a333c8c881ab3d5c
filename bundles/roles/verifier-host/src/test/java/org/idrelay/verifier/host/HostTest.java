package org.idrelay.verifier.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.verifier.Capability;
import org.idrelay.api.verifier.CardAnswer;
import org.idrelay.api.verifier.CardException;
import org.idrelay.api.verifier.VerifierState;
import org.idrelay.wire.CardAnswers;
import org.idrelay.wire.Failure;
import org.idrelay.wire.FindConfirm;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Header;
import org.idrelay.wire.MessageType;
import org.idrelay.wire.ReadRequest;
import org.idrelay.wire.SelectConfirm;
import org.idrelay.wire.SelectRequest;
import org.idrelay.wire.VerifierAdded;
import org.junit.jupiter.api.Test;

/** Sessions, terms, announcements and troubles of a host, with real threads behind a loop in the test's hands. */
class HostTest extends HostBench {

    @Test
    void announcesWhatCameBeforeTheServerAndWhatComesAfterwards() {
        host.addVerifier(new FakeVerifier("sam-2"));
        loop.run();

        assertEquals(
                List.of(
                        new VerifierAdded(1, "sam-1", Set.of(Capability.TEXT_PHOTO), VerifierState.IDLE, 0),
                        new VerifierAdded(2, "sam-2", Set.of(Capability.TEXT_PHOTO), VerifierState.IDLE, 0)),
                server.announced());
    }

    @Test
    void runsAWholeReadOnTheVerifiersOwnThread() {
        HostsServer.Lease lease = server.find(1, 5).read();
        released(1);

        assertEquals(
                List.of("find", "confirmFind", "select", "confirmSelect", "read", "record", "release"), sam.calls());
        assertEquals(Set.of("idrelay-verifier-sam-1"), sam.threads());
        assertEquals(
                List.of(0L, 1L, 2L, 3L),
                lease.heard().stream().map(f -> f.header().sequence()).toList());
        assertEquals(
                List.of(0L, 2L, 4L, 5L),
                lease.heard().stream().map(f -> f.header().replyTo()).toList());
        assertTrue(lease.heard().stream()
                .allMatch(f -> f.header().term() == 5 && f.header().verifier() == 1));
        assertEquals(0, loop.pending());
    }

    @Test
    void serves100SessionsInARow() {
        for (int term = 1; term <= 100; term++) {
            server.find(1, term).read();
        }
        released(100);

        assertEquals(100, info().term());
        assertEquals(100, sam.count("find"));
    }

    @Test
    void refusesATermThatIsNotAboveTheHighest() {
        server.find(1, 5).read();
        HostsServer.Lease again = server.find(1, 5);

        assertEquals(Optional.of(FailureCode.TERM_TOO_LOW), again.failure());
        assertEquals(5, ((Failure) HostsServer.message(again.heard().get(0))).value());
        assertEquals(0, again.heard().get(0).header().sequence());
        assertEquals(Optional.empty(), server.link().closedWith());
    }

    @Test
    void refusesAMessageWithAnotherTermThanTheOpenOne() {
        HostsServer.Lease lease = server.find(1, 5).found();
        Frame good = lease.frame(new SelectRequest(), 1);
        server.link().receive(good.withLease(1, 4));
        loop.run();

        Frame refusal = lease.heard().get(1);
        assertEquals(Optional.of(FailureCode.TERM_WRONG), lease.failure());
        assertEquals(4, refusal.header().term());
        assertEquals(VerifierState.LEASED, info().state());
        assertEquals(Optional.empty(), server.link().closedWith());
    }

    @Test
    void refusesAnotherSessionUnderTheOpenTerm() {
        HostsServer.Lease lease = server.find(1, 5).found();
        HostsServer.Lease stranger = server.find(2, 1);
        server.link().receive(stranger.frame(new SelectRequest(), 1).withLease(1, 5));
        loop.run();

        assertEquals(Optional.of(FailureCode.SESSION_UNKNOWN), stranger.failure());
        assertEquals(Optional.empty(), lease.failure());
    }

    @Test
    void refusesAVerifierThatItDoesNotOffer() {
        assertEquals(Optional.of(FailureCode.VERIFIER_GONE), server.find(9, 1).failure());
    }

    @Test
    void aHigherTermEndsTheSessionWithTheLowerOne() {
        HostsServer.Lease lower = server.find(1, 5).found();
        HostsServer.Lease higher = server.find(1, 6).found();

        assertEquals(Optional.of(FailureCode.TERM_WRONG), lower.failure());
        assertEquals(Optional.of(higher.id()), info().session());
    }

    @Test
    void whatWasUnderWayWhenTheSessionEndedIsDroppedSilently() {
        sam.when("find", FakeVerifier.failing(FailureCode.VERIFIER_REFUSED));
        HostsServer.Lease lease = server.find(1, 5).failed(FailureCode.VERIFIER_REFUSED);
        int before = lease.heard().size();
        lease.send(new SelectRequest());
        lease.send(Failure.of(FailureCode.CARD_GONE, ""));

        assertEquals(before, lease.heard().size());
    }

    @Test
    void aMessageOutOfOrderFailsTheSessionAndKeepsTheLink() {
        HostsServer.Lease lease = server.find(1, 5).found();
        lease.send(new SelectRequest());

        assertEquals(Optional.of(FailureCode.MESSAGE_UNEXPECTED), lease.failure());
        assertEquals(Optional.empty(), server.link().closedWith());
        released(1);
    }

    @Test
    void aWrongSequenceFailsTheSession() {
        HostsServer.Lease lease = server.find(1, 5).found();
        server.link().receive(lease.frame(new FindConfirm(Bytes.EMPTY, Bytes.EMPTY), 7));
        loop.run();

        assertEquals(Optional.of(FailureCode.SEQUENCE_WRONG), lease.failure());
    }

    @Test
    void aSealedBodyFailsTheSession() {
        HostsServer.Lease lease = server.find(1, 5).found();
        Header sealed = new Header(MessageType.FIND_CONFIRM, true, lease.id(), 1, 5, 1, 0);
        server.link().receive(new Frame(sealed, Bytes.ofHex("0000"), Bytes.ofHex("00")));
        loop.run();

        assertEquals(Optional.of(FailureCode.SEALED_UNEXPECTED), lease.failure());
    }

    @Test
    void aShortAtqbFailsTheSession() {
        HostsServer.Lease lease = server.find(1, 5).found();
        lease.send(new FindConfirm(Bytes.EMPTY, Bytes.ofHex("50")));

        assertEquals(Optional.of(FailureCode.FRAME_MALFORMED), lease.failure());
    }

    @Test
    void moreAnswersThanCommandsFailTheSession() {
        HostsServer.Lease lease = server.find(1, 5).exchanging();
        CardAnswer answer = CardAnswer.of(Bytes.ofHex("9000"));
        lease.send(new CardAnswers(List.of(answer, answer, answer)));

        assertEquals(Optional.of(FailureCode.FRAME_MALFORMED), lease.failure());
        released(1);
    }

    @Test
    void noAnswersFailTheSession() {
        HostsServer.Lease lease = server.find(1, 5).exchanging();
        lease.send(new CardAnswers(List.of()));

        assertEquals(Optional.of(FailureCode.FRAME_MALFORMED), lease.failure());
    }

    @Test
    void refusesToReadWhatTheVerifierCannot() {
        HostsServer.Lease lease = server.find(1, 5).selected();
        lease.send(new SelectConfirm(Bytes.ofHex("08"), Bytes.ofHex("A1A2A3A4A5A6A7A8")));
        lease.send(new ReadRequest(Set.of(Capability.FINGERPRINT), List.of()));

        assertEquals(Optional.of(FailureCode.VERIFIER_REFUSED), lease.failure());
    }

    @Test
    void aVerifiersOwnFailureKeepsItsCode() {
        for (String call : List.of("find", "confirmFind", "select", "confirmSelect", "read", "record")) {
            sam.when(call, FakeVerifier.failing(FailureCode.VERIFIER_ANSWER_MALFORMED));
            long term = info().term() + 1;
            endedByTrouble(server.find(1, term), call);
            released(term);
            sam.well(call);
        }
        assertEquals("VERIFIER_ANSWER_MALFORMED", info().lastError());
        server.find(1, 50).read();
    }

    @Test
    void anAdapterThatThrowsAnythingElseIsAtFault() {
        sam.when("find", () -> {
            throw new NoClassDefFoundError("its bundle is being updated");
        });
        server.find(1, 1).failed(FailureCode.VERIFIER_FAULT);
        released(1);
        sam.when("find", () -> {
            throw new IllegalStateException("a bug");
        });
        server.find(1, 2).failed(FailureCode.VERIFIER_FAULT);
        released(2);
    }

    @Test
    void aCallThatTakesTooLongIsInterrupted() {
        sam.when("select", FakeVerifier.blocking());
        HostsServer.Lease lease = server.find(1, 1).found();
        lease.send(new FindConfirm(Bytes.EMPTY, Bytes.ofHex("5000000000D103860C008080")));
        lease.send(new SelectRequest());
        server.until(() -> sam.calls().contains("select"));
        loop.pass(SETTINGS.timing().verifierCallMillis());

        assertEquals(Optional.of(FailureCode.VERIFIER_TIMEOUT), lease.failure());
        released(1);
        assertEquals(VerifierState.IDLE, info().state());
    }

    @Test
    void theVerifiersTimeDoesNotRunWhileItWaitsForTheCard() {
        HostsServer.Lease lease = server.find(1, 1).found();
        loop.pass(9_000);
        lease.selected();
        lease.send(new SelectConfirm(Bytes.ofHex("08"), Bytes.ofHex("A1A2A3A4A5A6A7A8")));
        lease.send(new ReadRequest(Set.of(Capability.TEXT_PHOTO), List.of()));
        server.until(() -> lease.types().contains(MessageType.CARD_COMMANDS));
        loop.pass(7_999);
        lease.send(new CardAnswers(List.of(CardAnswer.of(Bytes.ofHex("9000")))));
        server.until(() -> lease.types().contains(MessageType.IDENTITY));
    }

    @Test
    void cardAnswersThatDoNotComeInTimeFailTheReadWithACardException() {
        HostsServer.Lease lease = server.find(1, 1).exchanging();
        loop.pass(SETTINGS.timing().cardAnswerMillis());

        assertEquals(Optional.of(FailureCode.VERIFIER_RF_TIMEOUT), lease.failure());
        released(1);
        assertEquals(1, sam.seen().size());
        if (sam.seen().get(0) instanceof CardException e) {
            assertEquals(FailureCode.VERIFIER_RF_TIMEOUT, e.code());
        } else {
            assertInstanceOf(InterruptedException.class, sam.seen().get(0));
        }
    }

    @Test
    void aTerminalThatGivesUpInterruptsTheVerifier() {
        sam.when("find", FakeVerifier.blocking());
        HostsServer.Lease lease = server.find(1, 1);
        server.until(() -> sam.calls().contains("find"));
        lease.send(Failure.of(FailureCode.CARD_GONE, ""));

        released(1);
        assertEquals(List.of(), lease.types());
        assertEquals("", info().lastError());
    }

    @Test
    void aFailureOfTheServersOwnEndsTheSession() {
        HostsServer.Lease lease = server.find(1, 1).exchanging();
        server.link().receive(lease.frame(Failure.of(FailureCode.SESSION_EXPIRED, ""), Header.NONE));

        released(1);
        assertEquals(Optional.empty(), lease.failure());
    }
}
