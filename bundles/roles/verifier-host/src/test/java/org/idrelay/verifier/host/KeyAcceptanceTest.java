package org.idrelay.verifier.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.verifier.Capability;
import org.idrelay.api.verifier.CardAnswer;
import org.idrelay.api.verifier.CardExchange;
import org.idrelay.api.verifier.VerifierState;
import org.idrelay.certs.CertificateAuthority;
import org.idrelay.secrecy.Credentials;
import org.idrelay.secrecy.Keyring;
import org.idrelay.secrecy.PeerName;
import org.idrelay.secrecy.SessionKey;
import org.idrelay.secrecy.SessionKeySettings;
import org.idrelay.secrecy.Suite;
import org.idrelay.secrecy.TestKeyring;
import org.idrelay.wire.Failure;
import org.idrelay.wire.FindConfirm;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Header;
import org.idrelay.wire.Identity;
import org.idrelay.wire.MessageType;
import org.idrelay.wire.ReadRequest;
import org.idrelay.wire.Role;
import org.idrelay.wire.SelectResponse;
import org.idrelay.wire.WireException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Claims 2 and 7 at the verifier: nothing of a session is taken that is not under its key. */
class KeyAcceptanceTest {

    private static final PeerName TERMINAL = new PeerName(Role.TERMINAL, "t-01");
    private static final PeerName HOST = new PeerName(Role.VERIFIER_HOST, "host-1");
    private static final List<Suite> BOTH = List.of(Suite.values());

    @TempDir
    static Path folder;

    static CertificateAuthority authority;
    static Keyring hostKeys;
    static Credentials terminal;

    private Optional<HostBench> bench = Optional.empty();

    @BeforeAll
    static void keys() throws Exception {
        authority = authority();
        hostKeys = TestKeyring.of(authority, HOST);
        terminal = credentials(authority, TERMINAL);
    }

    @AfterEach
    void stop() {
        bench.ifPresent(HostBench::stop);
    }

    @ParameterizedTest
    @EnumSource
    void readsUnderAKey(Suite suite) throws WireException {
        TerminalEnd end = end(BOTH, List.of(suite));
        end.upTo(MessageType.CARD_ANSWERS);
        end.lease.send(end.due(MessageType.CARD_ANSWERS));

        assertEquals(new Identity(FakeVerifier.RECORD), end.open(MessageType.IDENTITY));
        assertEquals(suite, end.key.suite());
        assertEquals(HOST, end.key.peer());
        for (Frame frame : end.lease.heard()) {
            assertEquals(
                    frame.header().type() != MessageType.FIND_RESPONSE,
                    frame.header().sealed(),
                    frame.header().type().name());
        }
        released();
        assertEquals(
                List.of("find", "confirmFind", "select", "confirmSelect", "read", "record", "release"),
                with().sam.calls());
    }

    @Test
    void aFindRequestWithoutClientHelloIsRefused() throws WireException {
        TerminalEnd end = end(BOTH, BOTH);
        end.lease.send(end.lease.request());
        refuses(end, FailureCode.SESSION_KEY_MISSING);
        nothingOfTheCard("confirmFind");
    }

    @Test
    void aBrokenClientHelloIsRefused() throws WireException {
        Bytes hello = end(BOTH, BOTH).key.handshake(Bytes.EMPTY);
        List<Bytes> broken = List.of(
                Bytes.ofHex("00"),
                Bytes.of(new byte[300]),
                hello.slice(0, hello.length() - 1),
                hello.slice(0, 40),
                flipped(hello, 0),
                flipped(hello, 5),
                hello.plus(Bytes.ofHex("1703030001FF")));
        for (Bytes records : broken) {
            TerminalEnd end = end(BOTH, BOTH);
            end.lease.send(end.lease.request().withHandshake(records));
            refuses(end, FailureCode.SESSION_KEY_FAILED);
            nothingOfTheCard("confirmFind");
        }
    }

    @Test
    void withoutASuiteInCommonThereIsNoSession() throws WireException {
        TerminalEnd end = end(List.of(Suite.TLS_SM4_GCM_SM3), List.of(Suite.TLS_AES_256_GCM_SHA384));
        end.lease.send(end.due(MessageType.FIND_REQUEST));
        refuses(end, FailureCode.SESSION_KEY_FAILED);
    }

    @Test
    void aHostWithoutACertificateOfItsNameServesNobody() throws Exception {
        List<Keyring> without = List.of(
                new Keyring(),
                TestKeyring.of(authority, new PeerName(Role.VERIFIER_HOST, "host-2")),
                TestKeyring.of(authority, new PeerName(Role.SERVER, "host-1")));
        for (Keyring keys : without) {
            TerminalEnd end = end(bench(BOTH, keys), terminal, BOTH);
            end.lease.send(end.due(MessageType.FIND_REQUEST));
            refuses(end, FailureCode.SESSION_KEY_FAILED);
            nothingOfTheCard("confirmFind");
        }
    }

    @Test
    void aTerminalOfAnotherAuthorityOrRoleIsRefused() throws Exception {
        List<Credentials> others = List.of(
                issuedElsewhere(),
                credentials(authority, new PeerName(Role.SERVER, "t-01")),
                credentials(authority, new PeerName(Role.VERIFIER_HOST, "t-01")));
        for (Credentials other : others) {
            TerminalEnd end = end(bench(BOTH, hostKeys), other, BOTH);
            end.upTo(MessageType.FIND_CONFIRM);
            end.lease.send(end.due(MessageType.FIND_CONFIRM));
            refuses(end, FailureCode.SESSION_KEY_FAILED);
            nothingOfTheCard("confirmFind");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FIND_CONFIRM", "SELECT_REQUEST", "SELECT_CONFIRM", "READ_REQUEST", "CARD_ANSWERS"})
    void anUnsealedMessageIsRefused(MessageType type) throws WireException {
        TerminalEnd end = end(BOTH, BOTH).upTo(type);
        end.lease.send(end.unsealed(type));
        refuses(end, FailureCode.SESSION_KEY_MISSING);
        nothingOfTheCard(callOf(type));
    }

    @ParameterizedTest
    @EnumSource(names = {"FIND_CONFIRM", "SELECT_REQUEST", "SELECT_CONFIRM", "READ_REQUEST", "CARD_ANSWERS"})
    void aSealedMessageThatDoesNotOpenIsRefused(MessageType type) throws WireException {
        for (boolean first : List.of(true, false)) {
            TerminalEnd end = end(BOTH, BOTH).upTo(type);
            Frame good = end.due(type);
            Bytes body = flipped(good.body(), first ? 0 : good.body().length() - 1);
            end.lease.send(new Frame(good.header(), good.clear(), body));
            refuses(end, FailureCode.SEAL_BROKEN);
            nothingOfTheCard(callOf(type));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FIND_CONFIRM", "SELECT_REQUEST", "SELECT_CONFIRM", "READ_REQUEST", "CARD_ANSWERS"})
    void aMessageUnderAnotherHeaderThanItsOwnIsRefused(MessageType type) throws WireException {
        TerminalEnd end = end(BOTH, BOTH).upTo(type);
        Frame good = end.due(type);
        Header h = good.header();
        Header other = new Header(h.type(), true, h.session(), h.verifier(), h.term(), h.sequence(), 77);
        end.lease.send(new Frame(other, good.clear(), good.body()));
        refuses(end, FailureCode.SEAL_BROKEN);
        nothingOfTheCard(callOf(type));
    }

    @Test
    void aMessageOfAnotherTypeThanItsOwnIsRefused() throws WireException {
        TerminalEnd end = end(BOTH, BOTH).upTo(MessageType.SELECT_REQUEST);
        Frame good = end.due(MessageType.SELECT_REQUEST);
        Header h = good.header();
        Header other = new Header(
                MessageType.READ_REQUEST, true, h.session(), h.verifier(), h.term(), h.sequence(), h.replyTo());
        end.lease.send(new Frame(other, good.clear(), good.body()));
        refuses(end, FailureCode.SEAL_BROKEN);
        nothingOfTheCard("select");
    }

    @Test
    void aFindConfirmWithoutItsHandshakeIsRefused() throws WireException {
        TerminalEnd end = end(BOTH, BOTH).upTo(MessageType.FIND_CONFIRM);
        Frame good = end.due(MessageType.FIND_CONFIRM);
        Frame without = Frame.of(good.header().withSealed(false), new FindConfirm(Bytes.EMPTY, Bytes.EMPTY));
        end.lease.send(new Frame(good.header(), without.clear(), good.body()));
        refuses(end, FailureCode.SESSION_KEY_FAILED);
        nothingOfTheCard("confirmFind");
    }

    @Test
    void aSecondFindRequestIsRefusedAndReplacesNoKey() throws WireException {
        TerminalEnd end = end(BOTH, BOTH).upTo(MessageType.SELECT_REQUEST);
        Bytes hello = SessionKey.ofTerminal(terminal, BOTH).handshake(Bytes.EMPTY);
        end.lease.send(end.lease.frame(end.lease.request().withHandshake(hello), 9));
        end.lease.failed(FailureCode.TERM_TOO_LOW);
        end.lease.send(end.due(MessageType.SELECT_REQUEST));
        assertEquals(new SelectResponse(FakeVerifier.ATTRIB), end.open(MessageType.SELECT_RESPONSE));
    }

    @Test
    void onceTheKeyStandsNothingWaitsForAWorker() throws WireException {
        TerminalEnd end = end(BOTH, BOTH).upTo(MessageType.SELECT_CONFIRM);
        Frame good = end.due(MessageType.SELECT_CONFIRM);
        end.lease.send(new Frame(good.header(), good.clear(), flipped(good.body(), 7)));
        assertEquals(Optional.of(FailureCode.SEAL_BROKEN), end.lease.failure());
    }

    @Test
    void aLongMessageIsTakenInItsTurn() throws WireException {
        TerminalEnd end = end(BOTH, BOTH).upTo(MessageType.READ_REQUEST);
        CardExchange exchange = new CardExchange(Bytes.ofHex("00B0000000"), CardAnswer.of(Bytes.of(new byte[250])));
        List<CardExchange> exchanged = Collections.nCopies(100, exchange);
        Frame request = end.lease.next(new ReadRequest(Set.of(Capability.TEXT_PHOTO), exchanged));
        end.lease.send(end.key.seal(request));
        Frame behind = end.key.seal(end.lease.next(Failure.of(FailureCode.CARD_GONE, "of the test")));
        end.lease.send(behind);
        released();
        assertEquals(Optional.empty(), end.lease.failure());
    }

    @Test
    void aFailureBeforeTheKeyStandsGoesInTheClearWithoutItsWords() throws WireException {
        TerminalEnd end = end(BOTH, BOTH);
        with().sam.when("find", FakeVerifier.failing(FailureCode.VERIFIER_REFUSED));
        end.lease.send(end.due(MessageType.FIND_REQUEST));
        Frame failure = end.heard(MessageType.FAILURE);
        assertFalse(failure.header().sealed());
        assertEquals(new Failure(FailureCode.VERIFIER_REFUSED.number(), 0, ""), failure.message());
    }

    @Test
    void aFailureUnderTheKeyHasItsWordsSealed() throws WireException {
        TerminalEnd end = end(BOTH, BOTH);
        with().sam.when("select", FakeVerifier.failing(FailureCode.VERIFIER_REFUSED));
        end.upTo(MessageType.SELECT_REQUEST);
        end.lease.send(end.due(MessageType.SELECT_REQUEST));
        assertTrue(end.heard(MessageType.FAILURE).header().sealed());
        Failure failure = (Failure) end.open(MessageType.FAILURE);
        assertEquals(FailureCode.VERIFIER_REFUSED.number(), failure.code());
        assertFalse(failure.detail().isEmpty());
    }

    @Test
    void aFailureOfTheTerminalOrTheServerEndsTheSessionWithoutAnAnswer() throws WireException {
        for (boolean sealed : List.of(true, false)) {
            TerminalEnd end = end(BOTH, BOTH).upTo(MessageType.SELECT_CONFIRM);
            Frame failure = end.lease.next(Failure.of(FailureCode.CARD_GONE, "of the test"));
            end.lease.send(sealed ? end.key.seal(failure) : failure);
            released();
            assertEquals(Optional.empty(), end.lease.failure());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FIND_CONFIRM", "SELECT_REQUEST", "READ_REQUEST"})
    void withoutSessionKeysASealedMessageIsRefused(MessageType type) throws WireException {
        bench.ifPresent(HostBench::stop);
        HostBench off = new HostBench(HostBench.SETTINGS, hostKeys);
        bench = Optional.of(off);
        HostsServer.Lease lease = off.server.find(1, 5).found();
        Header sealed = new Header(type, true, lease.id(), 1, 5, 1, Header.NONE);
        lease.send(new Frame(sealed, Bytes.EMPTY, Bytes.ofHex("00")));
        lease.failed(FailureCode.SEALED_UNEXPECTED);
    }

    /** Says why, serves the next, and keeps the link. */
    private void refuses(TerminalEnd end, FailureCode code) {
        end.lease.failed(code);
        assertEquals(Optional.empty(), with().server.link().closedWith());
        released();
    }

    private void released() {
        with().server.until(() -> with().info().state() == VerifierState.IDLE);
    }

    private void nothingOfTheCard(String call) {
        assertFalse(with().sam.calls().contains(call), call);
    }

    /** The verifier's call that such a message leads to. */
    private static String callOf(MessageType type) {
        return switch (type) {
            case FIND_CONFIRM -> "confirmFind";
            case SELECT_REQUEST -> "select";
            case SELECT_CONFIRM -> "confirmSelect";
            case READ_REQUEST -> "read";
            default -> "record";
        };
    }

    private HostBench with() {
        return bench.orElseThrow();
    }

    private TerminalEnd end(List<Suite> terminals, List<Suite> hosts) throws WireException {
        return end(bench(hosts, hostKeys), terminal, terminals);
    }

    private static TerminalEnd end(HostBench at, Credentials credentials, List<Suite> suites) throws WireException {
        return new TerminalEnd(at.server, 5, credentials, suites);
    }

    private HostBench bench(List<Suite> suites, Keyring keys) {
        bench.ifPresent(HostBench::stop);
        SessionKeySettings required = new SessionKeySettings(true, suites);
        HostBench made = new HostBench(HostBench.settings(required, HostAdmission.OPEN), keys);
        bench = Optional.of(made);
        return made;
    }

    private static Bytes flipped(Bytes bytes, int at) {
        byte[] flipped = bytes.toArray();
        flipped[at] ^= 1;
        return Bytes.of(flipped);
    }

    private static CertificateAuthority authority() throws Exception {
        return CertificateAuthority.create("test", Instant.now().plus(2, ChronoUnit.DAYS));
    }

    /** A terminal's keys by another authority, which believes ours. */
    private static Credentials issuedElsewhere() throws Exception {
        char[] password = "of the test".toCharArray();
        Instant now = Instant.now();
        CertificateAuthority.Request request = new CertificateAuthority.Request(
                Optional.of(TERMINAL.urn()), List.of(), now.minusSeconds(60), now.plusSeconds(3600));
        try (OutputStream out = Files.newOutputStream(folder.resolve(Keyring.fileOf(Role.TERMINAL)))) {
            authority().issue(request, password).store(out, password);
        }
        try (OutputStream out = Files.newOutputStream(folder.resolve("trust.pem"))) {
            for (X509Certificate root : authority.certificates()) {
                out.write(root.getEncoded());
            }
        }
        Keyring keyring = new Keyring();
        keyring.use(folder, password::clone);
        assertEquals(List.of(), keyring.reload());
        return keyring.of(Role.TERMINAL).orElseThrow();
    }

    private static Credentials credentials(CertificateAuthority by, PeerName name) throws Exception {
        return TestKeyring.of(by, name).of(name.role()).orElseThrow();
    }
}
