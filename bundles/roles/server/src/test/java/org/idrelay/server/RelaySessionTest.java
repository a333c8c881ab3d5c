package org.idrelay.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.Party;
import org.idrelay.api.verifier.Capability;
import org.idrelay.api.verifier.VerifierState;
import org.idrelay.link.FakeLink;
import org.idrelay.link.ManualLoop;
import org.idrelay.server.RelaySession.State;
import org.idrelay.wire.CardAnswers;
import org.idrelay.wire.CardCommands;
import org.idrelay.wire.Failure;
import org.idrelay.wire.FindConfirm;
import org.idrelay.wire.FindRequest;
import org.idrelay.wire.FindResponse;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Header;
import org.idrelay.wire.Identity;
import org.idrelay.wire.Message;
import org.idrelay.wire.MessageType;
import org.idrelay.wire.ReadRequest;
import org.idrelay.wire.Role;
import org.idrelay.wire.SelectConfirm;
import org.idrelay.wire.SelectRequest;
import org.idrelay.wire.SelectResponse;
import org.idrelay.wire.VerifierAdded;
import org.idrelay.wire.WireException;
import org.junit.jupiter.api.Test;

/** Every state meets every event. */
class RelaySessionTest {

    private static final UUID ID = new UUID(1, 2);
    private static final long HOST_NUMBER = 7;
    private static final long NUMBER = 1;
    private static final long TERM = 42;

    private final RelayServer server = new RelayServer(ServerBench.SETTINGS, () -> 0);
    private final FakeLink link = new FakeLink(new ManualLoop(), server.terminals(), Role.TERMINAL, "t-01");
    private final PooledVerifier verifier = new PooledVerifier(NUMBER, "sam-1");
    private final RelaySession session = begin(FindRequest.Order.LITERAL);

    @Test
    void aLeaseInTheQueueSendsTheFindRequestOn() throws WireException {
        Outcome outcome = session.leased(lease());

        assertEquals(State.RELAYING, session.state());
        assertEquals(List.of(MessageType.FIND_REQUEST), types(outcome.toVerifier()));
        assertEquals(HOST_NUMBER, outcome.toVerifier().get(0).header().verifier());
        assertEquals(TERM, outcome.toVerifier().get(0).header().term());
    }

    @Test
    void aLeaseForASessionThatHasOneIsAnError() {
        session.leased(lease());

        assertThrows(IllegalStateException.class, () -> session.leased(anyLease()));
    }

    @Test
    void aLeaseForAnEndedSessionIsAnError() {
        session.failed(FailureCode.QUEUE_EXPIRED, "");

        assertThrows(IllegalStateException.class, () -> session.leased(anyLease()));
    }

    @Test
    void onlyAQueuedSessionHearsOfItsPlaceAndOnlyOfANewOne() {
        assertEquals(List.of(MessageType.QUEUED), types(session.waits(1, 0).toTerminal()));
        assertEquals(Outcome.NOTHING, session.waits(1, 500));
        assertEquals(List.of(MessageType.QUEUED), types(session.waits(2, 0).toTerminal()));
        session.leased(lease());
        assertEquals(Outcome.NOTHING, session.waits(1, 0));
        session.failed(FailureCode.SESSION_EXPIRED, "");
        assertEquals(Outcome.NOTHING, session.waits(3, 0));
    }

    @Test
    void aFailureInTheQueueTellsTheTerminalAlone() {
        Outcome outcome = session.failed(FailureCode.QUEUE_EXPIRED, "");

        assertEquals(State.ENDED, session.state());
        assertEquals(List.of(), outcome.toVerifier());
        assertEquals(List.of(MessageType.FAILURE), types(outcome.toTerminal()));
        assertEquals(Optional.of(Ending.failed(Party.SERVER, FailureCode.QUEUE_EXPIRED)), outcome.ending());
    }

    @Test
    void aFailureWhileRelayingTellsBoth() {
        session.leased(lease());
        Outcome outcome = session.failed(FailureCode.SESSION_EXPIRED, "");

        assertEquals(State.ENDED, session.state());
        assertEquals(HOST_NUMBER, outcome.toVerifier().get(0).header().verifier());
        assertEquals(NUMBER, outcome.toTerminal().get(0).header().verifier());
        assertEquals(Header.NONE, outcome.toTerminal().get(0).header().sequence());
    }

    @Test
    void anEndedSessionDoesNothingAnyMore() throws WireException {
        session.leased(lease());
        session.failed(FailureCode.SESSION_EXPIRED, "");

        assertEquals(Outcome.NOTHING, session.failed(FailureCode.SERVER_STOPPED, ""));
        assertEquals(Outcome.NOTHING, session.fromTerminal(terminals(new SelectRequest(), 9)));
        assertEquals(Outcome.NOTHING, session.fromVerifier(verifiers(new SelectResponse(Bytes.EMPTY), 9)));
    }

    @Test
    void nothingComesFromAVerifierForAQueuedSession() throws WireException {
        assertEquals(Outcome.NOTHING, session.fromVerifier(verifiers(response(), 0)));
        assertEquals(State.QUEUED, session.state());
    }

    @Test
    void aTerminalThatGivesUpInTheQueueEndsTheSessionQuietly() throws WireException {
        Outcome outcome = session.fromTerminal(terminals(Failure.of(FailureCode.CARD_GONE, ""), 1));

        assertEquals(State.ENDED, session.state());
        assertEquals(List.of(), outcome.toVerifier());
        assertEquals(List.of(), outcome.toTerminal());
        assertEquals(Optional.of(Ending.failed(Party.TERMINAL, FailureCode.CARD_GONE)), outcome.ending());
    }

    @Test
    void nothingElseMayComeFromATerminalInTheQueue() {
        assertThrows(WireException.class, () -> session.fromTerminal(terminals(new SelectRequest(), 1)));
        assertEquals(State.QUEUED, session.state());
    }

    @Test
    void aFailureOfAnUnknownCodeCountsByWhoSentIt() throws WireException {
        session.leased(lease());
        Outcome outcome = session.fromVerifier(verifiers(new Failure(60_000, 0, ""), 0));

        assertEquals(Optional.of(Ending.failed(Party.VERIFIER, FailureCode.VERIFIER_FAULT)), outcome.ending());
    }

    @Test
    void relaysAWholeReadAndKnowsAtEachMessageWhoseTurnItIs() throws WireException {
        session.leased(lease());
        assertEquals(true, session.awaitsVerifier());
        assertEquals(List.of(MessageType.FIND_RESPONSE), answered(response(), 0));
        assertEquals(
                List.of(MessageType.FIND_CONFIRM, MessageType.RECEIPT),
                asked(new FindConfirm(Bytes.EMPTY, Bytes.EMPTY), 1));
        assertEquals(false, session.awaitsVerifier());
        assertEquals(List.of(MessageType.SELECT_REQUEST), asked(new SelectRequest(), 2));
        assertEquals(true, session.awaitsVerifier());
        assertEquals(List.of(MessageType.SELECT_RESPONSE), answered(new SelectResponse(Bytes.EMPTY), 1));
        assertEquals(
                List.of(MessageType.SELECT_CONFIRM, MessageType.RECEIPT),
                asked(new SelectConfirm(Bytes.EMPTY, Bytes.EMPTY), 3));
        assertEquals(false, session.awaitsVerifier());
        assertEquals(List.of(MessageType.READ_REQUEST), asked(new ReadRequest(Set.of(), List.of()), 4));
        assertEquals(true, session.awaitsVerifier());
        assertEquals(List.of(MessageType.CARD_COMMANDS), answered(new CardCommands(List.of()), 2));
        assertEquals(false, session.awaitsVerifier());
        assertEquals(List.of(MessageType.CARD_ANSWERS), asked(new CardAnswers(List.of()), 5));
        assertEquals(true, session.awaitsVerifier());
        assertEquals(List.of(MessageType.IDENTITY), answered(new Identity(List.of()), 3));
        assertEquals(State.ENDED, session.state());
    }

    @Test
    void sendsNoReceiptInAheadOrder() throws WireException {
        RelaySession ahead = begin(FindRequest.Order.AHEAD);
        ahead.leased(lease());
        ahead.fromVerifier(verifiers(response(), 0));
        Outcome outcome = ahead.fromTerminal(
                terminals(new FindConfirm(Bytes.EMPTY, Bytes.EMPTY), 1).withLease(NUMBER, TERM));

        assertEquals(List.of(), outcome.toTerminal());
    }

    @Test
    void anEarlySelectRequestMayNameNoLeaseInAheadOrder() throws WireException {
        RelaySession ahead = begin(FindRequest.Order.AHEAD);
        ahead.leased(lease());
        ahead.fromVerifier(verifiers(response(), 0));

        assertEquals(
                List.of(MessageType.SELECT_REQUEST),
                types(ahead.fromTerminal(terminals(new SelectRequest(), 1)).toVerifier()));
    }

    private List<MessageType> asked(Message message, long sequence) throws WireException {
        Outcome outcome = session.fromTerminal(terminals(message, sequence).withLease(NUMBER, TERM));
        outcome.toVerifier()
                .forEach(frame -> assertEquals(HOST_NUMBER, frame.header().verifier()));
        return types(List.of(outcome.toVerifier(), outcome.toTerminal()).stream()
                .flatMap(List::stream)
                .toList());
    }

    private List<MessageType> answered(Message message, long sequence) throws WireException {
        Outcome outcome = session.fromVerifier(verifiers(message, sequence));
        assertEquals(List.of(), outcome.toVerifier());
        outcome.toTerminal()
                .forEach(frame -> assertEquals(NUMBER, frame.header().verifier()));
        return types(outcome.toTerminal());
    }

    private RelaySession begin(FindRequest.Order order) {
        FindRequest request = new FindRequest("reader-1", 8000, 0, order, Set.of(Capability.TEXT_PHOTO), Bytes.EMPTY);
        try {
            return new RelaySession("t-01", terminals(request, 0), 0);
        } catch (WireException e) {
            throw new AssertionError(e);
        }
    }

    private Lease lease() {
        return new Lease("sam-1", NUMBER, link, HOST_NUMBER, TERM, 0);
    }

    private Lease anyLease() {
        verifier.offered(link, new VerifierAdded(1, "sam-1", Set.of(), VerifierState.IDLE, 0));
        return verifier.lease(session, 1, 0);
    }

    private static FindResponse response() {
        return new FindResponse(Bytes.EMPTY, Bytes.EMPTY);
    }

    private static Frame terminals(Message message, long sequence) {
        return Frame.of(Header.bare(message.type(), ID, sequence, Header.NONE), message);
    }

    private static Frame verifiers(Message message, long sequence) {
        return Frame.of(Header.bare(message.type(), ID, sequence, 0), message).withLease(HOST_NUMBER, TERM);
    }

    private static List<MessageType> types(List<Frame> frames) {
        return frames.stream().map(frame -> frame.header().type()).toList();
    }
}
