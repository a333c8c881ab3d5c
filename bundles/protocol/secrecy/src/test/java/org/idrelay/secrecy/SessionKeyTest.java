package org.idrelay.secrecy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.certs.CertificateAuthority;
import org.idrelay.certs.CertificateAuthority.Request;
import org.idrelay.wire.Frame;
import org.idrelay.wire.MessageType;
import org.idrelay.wire.Role;
import org.idrelay.wire.WireException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SessionKeyTest {

    private static final List<Suite> BOTH = List.of(Suite.values());

    static CertificateAuthority authority;
    static Credentials terminal;
    static Credentials host;

    @BeforeAll
    static void keys() throws Exception {
        authority = TestKeys.authority();
        terminal = TestKeys.credentials(authority, TestKeys.TERMINAL);
        host = TestKeys.credentials(authority, TestKeys.HOST);
    }

    @ParameterizedTest
    @EnumSource
    void bothEndsHaveTheSameKeyAfterThreeFlights(Suite suite) throws Exception {
        SessionKey client = SessionKey.ofTerminal(terminal, BOTH);
        SessionKey server = SessionKey.ofVerifier(host, List.of(suite));

        Bytes flight = server.handshake(client.handshake(Bytes.EMPTY));
        assertFalse(server.stands());
        Bytes last = client.handshake(flight);
        assertTrue(client.stands());
        assertTrue(server.handshake(last).isEmpty());
        assertTrue(server.stands());

        assertEquals(client.id(), server.id());
        assertEquals(16, client.id().length());
        assertEquals(suite, client.suite());
        assertEquals(suite, server.suite());
        assertEquals(TestKeys.HOST, client.peer());
        assertEquals(TestKeys.TERMINAL, server.peer());
    }

    @Test
    void everyMessageComesOutAsItWentIn() throws Exception {
        Ends ends = Ends.agreed(terminal, host);
        for (Frame message : Conversation.MESSAGES) {
            Frame sealed = ends.seal(message);
            assertTrue(sealed.header().sealed());
            assertNotEquals(message.body(), sealed.body());
            assertEquals(message, ends.open(sealed));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFlightThatIsCutShortAnywhereEndsTheHandshake(Suite suite) throws Exception {
        int length = flight(SessionKey.ofTerminal(terminal, BOTH), suite).length();
        for (int cut = 1; cut < length - 8; cut += 17) {
            SessionKey client = SessionKey.ofTerminal(terminal, BOTH);
            Bytes part = flight(client, suite).slice(0, cut);
            refuses(() -> client.handshake(part), FailureCode.SESSION_KEY_FAILED);
            assertFalse(client.stands());
        }
    }

    @Test
    void noTwoSessionsHaveTheSameKey() throws Exception {
        assertNotEquals(
                Ends.agreed(terminal, host).client().id(),
                Ends.agreed(terminal, host).client().id());
    }

    @Test
    void theVerifiersPreferenceDecides() throws Exception {
        List<Suite> reversed = List.of(Suite.TLS_AES_256_GCM_SHA384, Suite.TLS_SM4_GCM_SM3);
        Ends ends = new Ends(SessionKey.ofTerminal(terminal, BOTH), SessionKey.ofVerifier(host, reversed));
        ends.shakeHands();
        assertEquals(Suite.TLS_AES_256_GCM_SHA384, ends.server().suite());
    }

    @Test
    void withoutASuiteInCommonThereIsNoKey() throws Exception {
        SessionKey client = SessionKey.ofTerminal(terminal, List.of(Suite.TLS_SM4_GCM_SM3));
        SessionKey server = SessionKey.ofVerifier(host, List.of(Suite.TLS_AES_256_GCM_SHA384));
        Bytes hello = client.handshake(Bytes.EMPTY);
        refuses(() -> server.handshake(hello), FailureCode.SESSION_KEY_FAILED);
        assertFalse(server.stands());
    }

    @Test
    void nothingIsSealedOrOpenedBeforeTheKeyStands() throws Exception {
        SessionKey client = SessionKey.ofTerminal(terminal, BOTH);
        SessionKey server = SessionKey.ofVerifier(host, BOTH);
        Frame request = Conversation.of(MessageType.READ_REQUEST);
        refuses(() -> client.seal(request), FailureCode.SESSION_KEY_MISSING);
        client.handshake(server.handshake(client.handshake(Bytes.EMPTY)));
        refuses(() -> server.seal(request), FailureCode.SESSION_KEY_MISSING);
        refuses(() -> server.open(client.seal(request)), FailureCode.SESSION_KEY_MISSING);
    }

    @Test
    void anUnsealedMessageIsRefusedAndCostsNothing() throws Exception {
        Ends ends = Ends.agreed(terminal, host);
        Frame request = Conversation.of(MessageType.READ_REQUEST);
        refuses(() -> ends.server().open(request), FailureCode.SESSION_KEY_MISSING);
        assertEquals(request, ends.open(ends.seal(request)));
    }

    @Test
    void aPeerOfTheWrongRoleIsRefused() throws Exception {
        PeerName other = new PeerName(Role.VERIFIER_HOST, "t-01");
        SessionKey client = SessionKey.ofTerminal(TestKeys.credentials(authority, other), BOTH);
        SessionKey server = SessionKey.ofVerifier(host, BOTH);
        Bytes last = client.handshake(server.handshake(client.handshake(Bytes.EMPTY)));
        refuses(() -> server.handshake(last), FailureCode.SESSION_KEY_FAILED);

        SessionKey noHost = SessionKey.ofVerifier(terminal, BOTH);
        SessionKey deceived = SessionKey.ofTerminal(terminal, BOTH);
        Bytes flight = noHost.handshake(deceived.handshake(Bytes.EMPTY));
        refuses(() -> deceived.handshake(flight), FailureCode.SESSION_KEY_FAILED);
    }

    @Test
    void aPeerOfAnotherAuthorityIsRefused() throws Exception {
        refusesTerminal(TestKeys.authority(), TestKeys.valid(TestKeys.TERMINAL));
    }

    @Test
    void aCertificateOutsideItsTimeIsRefused() throws Exception {
        Instant now = Instant.now();
        refusesTerminal(authority, request(now.minus(Duration.ofDays(2)), now.minus(Duration.ofDays(1))));
        refusesTerminal(authority, request(now.plus(Duration.ofHours(1)), now.plus(Duration.ofHours(2))));
    }

    @Test
    void aMessageThatIsRepeatedLeftOutOrOutOfOrderBreaksTheSeal() throws Exception {
        Frame first = Conversation.of(MessageType.CARD_COMMANDS);
        Frame second = Conversation.of(MessageType.IDENTITY);

        Ends repeated = Ends.agreed(terminal, host);
        Frame once = repeated.seal(first);
        repeated.open(once);
        refuses(() -> repeated.open(once), FailureCode.SEAL_BROKEN);

        Ends leftOut = Ends.agreed(terminal, host);
        leftOut.seal(first);
        Frame next = leftOut.seal(second);
        refuses(() -> leftOut.open(next), FailureCode.SEAL_BROKEN);
        refuses(() -> leftOut.client().seal(Conversation.of(MessageType.CARD_ANSWERS)), FailureCode.SEAL_BROKEN);
    }

    @Test
    void aMessageOfAnotherSessionBreaksTheSeal() throws Exception {
        Frame other = Ends.agreed(terminal, host).seal(Conversation.of(MessageType.IDENTITY));
        Ends ends = Ends.agreed(terminal, host);
        refuses(() -> ends.open(other), FailureCode.SEAL_BROKEN);
    }

    @Test
    void twoMessagesInOneBodyBreakTheSeal() throws Exception {
        Ends ends = Ends.agreed(terminal, host);
        Frame first = ends.seal(Conversation.of(MessageType.CARD_COMMANDS));
        Frame second = ends.seal(Conversation.of(MessageType.IDENTITY));
        Frame both = new Frame(first.header(), first.clear(), first.body().plus(second.body()));
        refuses(() -> ends.open(both), FailureCode.SEAL_BROKEN);
    }

    @Test
    void whatNoFrameCanCarryWhenSealedIsRefused() throws Exception {
        Ends ends = Ends.agreed(terminal, host);
        Frame answers = Conversation.of(MessageType.CARD_ANSWERS);
        Frame large = new Frame(answers.header(), Bytes.EMPTY, Bytes.of(new byte[65_536 - 44]));
        refuses(() -> ends.client().seal(large), FailureCode.FRAME_TOO_LONG);
    }

    @Test
    void printsNoKey() throws Exception {
        SessionKey client = SessionKey.ofTerminal(terminal, BOTH);
        assertEquals("no key yet", client.toString());
        Ends ends = Ends.agreed(terminal, host);
        assertEquals(
                "TLS_SM4_GCM_SM3, key %s, with urn:idrelay:verifier-host:host-1"
                        .formatted(ends.client().id()),
                ends.client().toString());
        assertEquals("urn:idrelay:terminal:t-01", terminal.toString());
    }

    private static Bytes flight(SessionKey client, Suite suite) throws WireException {
        return SessionKey.ofVerifier(host, List.of(suite)).handshake(client.handshake(Bytes.EMPTY));
    }

    private static Request request(Instant notBefore, Instant notAfter) {
        return new Request(Optional.of(TestKeys.TERMINAL.urn()), List.of(), notBefore, notAfter);
    }

    private static void refusesTerminal(CertificateAuthority issuer, Request request) throws Exception {
        Credentials bad = TestKeys.credentials(issuer, authority, request);
        SessionKey client = SessionKey.ofTerminal(bad, BOTH);
        SessionKey server = SessionKey.ofVerifier(host, BOTH);
        Bytes last = client.handshake(server.handshake(client.handshake(Bytes.EMPTY)));
        refuses(() -> server.handshake(last), FailureCode.SESSION_KEY_FAILED);
        assertFalse(server.stands());
    }

    private interface Action {
        void run() throws WireException;
    }

    private static void refuses(Action action, FailureCode code) {
        assertEquals(code, assertThrows(WireException.class, action::run).code());
    }
}
