package org.idrelay.itests;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;

import java.util.EnumSet;
import java.util.UUID;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.verifier.Capability;
import org.idrelay.operations.reading.ReadingEvent;
import org.idrelay.secrecy.SessionKeySettings;
import org.idrelay.simulator.CardPersonaliser;
import org.idrelay.simulator.SimulatedReader;
import org.idrelay.simulator.SyntheticPeople;
import org.idrelay.wire.Failure;
import org.idrelay.wire.FindConfirm;
import org.idrelay.wire.FindRequest;
import org.idrelay.wire.Frame;
import org.idrelay.wire.FrameCodec;
import org.idrelay.wire.Header;
import org.idrelay.wire.Hello;
import org.idrelay.wire.MessageType;
import org.idrelay.wire.Ping;
import org.idrelay.wire.Role;
import org.idrelay.wire.SelectRequest;
import org.idrelay.wire.VerifierAdded;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/**
 * Peers that break the protocol, over raw sockets and without session keys: each hears its own code, and the next honest
 * read is undisturbed.
 */
public class BadInputIT {

    private static final UUID SESSION = new UUID(0x1234, 0x5678);
    private static final Bytes ATQB = Bytes.ofHex("5000000000D103860C008080");

    /** One for all: what a peer did to it would be seen by all that come after. */
    private static PlainRelay relay;

    @BeforeClass
    public static void start() throws Exception {
        relay = new PlainRelay(1, 1, "idle", SessionKeySettings.OFF);
    }

    @AfterClass
    public static void stop() throws Exception {
        relay.close();
    }

    /** Whatever happened, an honest card reads. */
    @After
    public void reads() throws Exception {
        await().until(() -> relay.idle() == 1 && relay.operations.terminals().size() == 1);
        relay.events.clear();
        SimulatedReader reader = relay.readers.get(0);
        reader.insert(CardPersonaliser.issue(SyntheticPeople.all().get(0)));
        relay.next(ReadingEvent.RecordRead.class, 15);
        reader.lift();
        relay.next(ReadingEvent.CardGone.class, 15);
    }

    @Test
    public void refusesAnUnknownProtocolVersion() throws Exception {
        try (RawPeer peer = new RawPeer(relay.terminalsPort)) {
            peer.send(Frame.ofLink(new Hello(2, 99, Role.TERMINAL, "raw", "")));
            peer.expectEnd(FailureCode.VERSION_UNSUPPORTED);
        }
    }

    @Test
    public void refusesALinkThatDoesNotBeginWithHello() throws Exception {
        try (RawPeer peer = new RawPeer(relay.terminalsPort)) {
            peer.send(Frame.ofLink(new Ping(1)));
            peer.expectEnd(FailureCode.HELLO_MISSING);
        }
    }

    @Test
    public void refusesASecondHello() throws Exception {
        try (RawPeer peer = terminal()) {
            peer.send(Frame.ofLink(new Hello(1, 1, Role.TERMINAL, "raw", "")));
            peer.expectEnd(FailureCode.HELLO_REPEATED);
        }
    }

    @Test
    public void refusesAPeerOfAnotherRole() throws Exception {
        try (RawPeer peer = new RawPeer(relay.terminalsPort)) {
            peer.send(Frame.ofLink(new Hello(1, 1, Role.SERVER, "raw", "")));
            peer.expectEnd(FailureCode.ROLE_REFUSED);
        }
    }

    @Test
    public void refusesAnOverlongLengthBeforeTheRestComes() throws Exception {
        try (RawPeer peer = terminal()) {
            peer.send((byte) 0x7F, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF);
            peer.expectEnd(FailureCode.FRAME_TOO_LONG);
        }
    }

    @Test
    public void refusesAnUnknownType() throws Exception {
        try (RawPeer peer = terminal()) {
            byte[] frame = FrameCodec.encode(Frame.ofLink(new Ping(1))).array();
            frame[4] = 0x77;
            peer.send(frame);
            peer.expectEnd(FailureCode.TYPE_UNKNOWN);
        }
    }

    @Test
    public void refusesAMalformedFindRequest() throws Exception {
        try (RawPeer peer = terminal()) {
            Header header = new Header(MessageType.FIND_REQUEST, false, SESSION, 0, 0, 0, Header.NONE);
            peer.send(new Frame(header, Bytes.ofHex("FF"), Bytes.EMPTY));
            peer.expectEnd(FailureCode.FRAME_MALFORMED);
        }
    }

    @Test
    public void refusesAMessageOutOfOrder() throws Exception {
        try (RawPeer peer = terminal()) {
            Frame response = open(peer);
            peer.send(SESSION, response.header().verifier(), response.header().term(), 1, new SelectRequest());
            peer.expectEnd(FailureCode.MESSAGE_UNEXPECTED);
        }
    }

    @Test
    public void refusesARepeatedSequence() throws Exception {
        try (RawPeer peer = terminal()) {
            Frame response = open(peer);
            FindConfirm confirm = new FindConfirm(Bytes.EMPTY, ATQB);
            peer.send(SESSION, response.header().verifier(), response.header().term(), 0, confirm);
            peer.expectEnd(FailureCode.SEQUENCE_WRONG);
        }
    }

    @Test
    public void refusesASessionThatIsNotTheLinksOwn() throws Exception {
        try (RawPeer one = terminal();
                RawPeer other = RawPeer.greeted(relay.terminalsPort, Role.TERMINAL, "raw-2")) {
            Frame response = open(one);
            FindConfirm confirm = new FindConfirm(Bytes.EMPTY, ATQB);
            other.send(SESSION, response.header().verifier(), response.header().term(), 1, confirm);
            other.expectEnd(FailureCode.SESSION_UNKNOWN);
            one.send(SESSION, response.header().verifier(), response.header().term(), 1, confirm);
            assertEquals(MessageType.RECEIPT, one.read().header().type());
        }
    }

    @Test
    public void failsASessionWithATermThatIsNotItsOwn() throws Exception {
        try (RawPeer peer = terminal()) {
            Frame response = open(peer);
            FindConfirm confirm = new FindConfirm(Bytes.EMPTY, ATQB);
            peer.send(SESSION, response.header().verifier(), response.header().term() + 1, 1, confirm);
            peer.expectFailure(SESSION, FailureCode.TERM_WRONG);
        }
    }

    @Test
    public void replacesTheOlderLinkOfAnIdentity() throws Exception {
        try (RawPeer older = terminal();
                RawPeer newer = terminal()) {
            older.expectEnd(FailureCode.LINK_REPLACED);
            open(newer);
        }
    }

    @Test
    public void theHostServesOneServer() throws Exception {
        try (RawPeer peer = RawPeer.greeted(relay.serversPort, Role.SERVER, "another")) {
            peer.expectEnd(FailureCode.HOST_TAKEN);
        }
    }

    @Test
    public void theHostRefusesTermsThatAreTooLowOrNotOpen() throws Exception {
        relay.hostProxy.cut(true);
        await().until(() -> relay.hostIsGone());
        try (RawPeer peer = RawPeer.greeted(relay.serversPort, Role.SERVER, "another")) {
            VerifierAdded added = (VerifierAdded) peer.read().message();
            long highest = added.highestTerm();
            peer.send(SESSION, added.number(), highest, 0, findRequest());
            Failure refused = peer.expectFailure(SESSION, FailureCode.TERM_TOO_LOW);
            assertEquals(highest, refused.value());

            peer.send(SESSION, added.number(), highest + 5, 0, findRequest());
            assertEquals(MessageType.FIND_RESPONSE, peer.read().header().type());
            peer.send(SESSION, added.number(), highest + 4, 1, new FindConfirm(Bytes.EMPTY, ATQB));
            peer.expectFailure(SESSION, FailureCode.TERM_WRONG);
        } finally {
            relay.hostProxy.mend();
        }
    }

    private RawPeer terminal() throws Exception {
        return RawPeer.greeted(relay.terminalsPort, Role.TERMINAL, "raw");
    }

    /** A session that has its verifier. */
    private Frame open(RawPeer peer) throws Exception {
        peer.send(SESSION, 0, 0, 0, findRequest());
        Frame response = peer.read();
        assertEquals(MessageType.FIND_RESPONSE, response.header().type());
        return response;
    }

    private static FindRequest findRequest() {
        return new FindRequest(
                "reader-1", 8000, 1, FindRequest.Order.LITERAL, EnumSet.of(Capability.TEXT_PHOTO), Bytes.EMPTY);
    }
}
