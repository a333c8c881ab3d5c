package org.idrelay.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.card.CardCommand;
import org.idrelay.certs.CertificateAuthority;
import org.idrelay.secrecy.Credentials;
import org.idrelay.secrecy.Keyring;
import org.idrelay.secrecy.PeerName;
import org.idrelay.secrecy.SessionKeySettings;
import org.idrelay.secrecy.Suite;
import org.idrelay.secrecy.TestKeyring;
import org.idrelay.wire.CardCommands;
import org.idrelay.wire.Failure;
import org.idrelay.wire.FindRequest;
import org.idrelay.wire.FindResponse;
import org.idrelay.wire.Frame;
import org.idrelay.wire.FrameCodec;
import org.idrelay.wire.Identity;
import org.idrelay.wire.MessageType;
import org.idrelay.wire.Role;
import org.idrelay.wire.SelectResponse;
import org.idrelay.wire.WireException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Claim 7: no read request, and nothing of the card, leaves a terminal before the session key stands. */
class KeyAgreementTest {

    private static final TerminalSettings SETTINGS =
            TerminalSettings.defaults("t-01", "127.0.0.1:1").with(SessionKeySettings.REQUIRED);
    private static final PeerName TERMINAL = new PeerName(Role.TERMINAL, "t-01");
    private static final PeerName HOST = new PeerName(Role.VERIFIER_HOST, "host-1");
    private static final List<Suite> BOTH = List.of(Suite.values());

    static CertificateAuthority authority;
    static Keyring terminalKeys;
    static Credentials host;

    private Optional<TerminalBench> bench = Optional.empty();

    @BeforeAll
    static void keys() throws Exception {
        authority = authority();
        terminalKeys = TestKeyring.of(authority, TERMINAL);
        host = credentials(authority, HOST);
    }

    @AfterEach
    void close() {
        bench.ifPresent(TerminalBench::close);
    }

    @ParameterizedTest
    @EnumSource
    void readsUnderOneKeyThatBothEndsHave(Suite suite) throws WireException {
        VerifierEnd end = new VerifierEnd(host, List.of(suite));
        TerminalBench with = bench(SETTINGS, terminalKeys, end);
        with.reader("r-1").insert(new FakeCard());
        with.until(() -> with.state("r-1").equals("PRESENT"));
        with.until(() -> !with.delivered.isEmpty());

        assertEquals(suite, end.agreed().orElseThrow().suite());
        assertEquals(TERMINAL, end.agreed().orElseThrow().peer());
        assertFalse(with.server.heard(MessageType.READ_REQUEST).isEmpty());
        assertFalse(((FindRequest)
                        with.server.heard(MessageType.FIND_REQUEST).get(0).message())
                .handshake()
                .isEmpty());
        assertNothingOfTheCardInTheClear(with);
    }

    @Test
    void withoutTheVerifiersHandshakeNothingIsConfirmed() throws WireException {
        failsBeforeFindConfirm(
                FailureCode.SESSION_KEY_MISSING, end(MessageType.FIND_RESPONSE, KeyAgreementTest::withoutHandshake));
    }

    @Test
    void anAlteredHandshakeEndsTheSession() throws WireException {
        for (int at : List.of(0, 6, 50, 200, 700)) {
            failsBeforeFindConfirm(
                    FailureCode.SESSION_KEY_FAILED,
                    end(MessageType.FIND_RESPONSE, frame -> handshake(frame, records -> flipped(records, at))));
        }
    }

    @Test
    void aHandshakeCutShortEndsTheSession() throws WireException {
        for (int length : List.of(1, 5, 100, 500)) {
            failsBeforeFindConfirm(
                    FailureCode.SESSION_KEY_FAILED,
                    end(MessageType.FIND_RESPONSE, frame -> handshake(frame, records -> records.slice(0, length))));
        }
    }

    @Test
    void theFlightOfAnotherSessionEndsTheSession() throws WireException {
        VerifierEnd recorded = new VerifierEnd(host, BOTH);
        TerminalBench once = bench(SETTINGS, terminalKeys, recorded);
        Frame[] old = new Frame[1];
        recorded.changing(MessageType.FIND_RESPONSE, frame -> old[0] = frame);
        once.reader("r-1").insert(new FakeCard());
        once.until(() -> once.state("r-1").equals("PRESENT"));
        once.close();

        Bytes flight = ((FindResponse) old[0].message()).handshake();
        failsBeforeFindConfirm(
                FailureCode.SESSION_KEY_FAILED,
                end(MessageType.FIND_RESPONSE, frame -> handshake(frame, records -> flight)));
    }

    @Test
    void aVerifierOfAnotherRoleIsRefused() throws Exception {
        for (Role role : List.of(Role.SERVER, Role.TERMINAL)) {
            Credentials other = credentials(authority, new PeerName(role, "host-1"));
            failsBeforeFindConfirm(FailureCode.SESSION_KEY_FAILED, new VerifierEnd(other, BOTH));
        }
    }

    @Test
    void aVerifierOfAnotherAuthorityIsRefused() throws Exception {
        Credentials foreign = credentials(authority(), HOST);
        failsBeforeFindConfirm(FailureCode.SESSION_KEY_FAILED, new VerifierEnd(foreign, BOTH));
    }

    /** The verifier has no key before the terminal's last flight: what the terminal says until then must be clear. */
    @Test
    void whoGivesUpBeforeFindConfirmSaysSoInTheClear() throws WireException {
        failsBeforeFindConfirm(
                FailureCode.FIND_RESPONSE_MALFORMED,
                end(
                        MessageType.FIND_RESPONSE,
                        frame -> new Frame(frame.header(), frame.clear(), Bytes.ofHex("ffffff"))));
        Frame told = bench.orElseThrow().server.heard(MessageType.FAILURE).get(0);
        assertFalse(told.header().sealed());
    }

    @Test
    void onlyAllowedSuitesAreOffered() throws WireException {
        SessionKeySettings aes = new SessionKeySettings(true, List.of(Suite.TLS_AES_256_GCM_SHA384));
        VerifierEnd end = new VerifierEnd(host, BOTH);
        TerminalBench with = bench(SETTINGS.with(aes), terminalKeys, end);
        with.reader("r-1").insert(new FakeCard());
        with.until(() -> with.state("r-1").equals("PRESENT"));
        assertEquals(Suite.TLS_AES_256_GCM_SHA384, end.agreed().orElseThrow().suite());
    }

    @Test
    void theVerifiersRefusalIsTheSessionsEnd() throws WireException {
        VerifierEnd end = new VerifierEnd(host, BOTH);
        TerminalBench with = bench(SETTINGS, terminalKeys, end);
        with.server.on(
                MessageType.FIND_REQUEST,
                to -> List.of(with.server.own(to, Failure.of(FailureCode.SESSION_KEY_FAILED, ""))));
        with.reader("r-1").insert(new FakeCard());
        with.until(() -> !with.failed().isEmpty());
        assertEquals(FailureCode.SESSION_KEY_FAILED, with.failed().get(0).code());
        assertNothingConfirmed(with);
    }

    @Test
    void aTerminalWithoutACertificateOfItsNameAsksNothing() throws Exception {
        List<Keyring> without = List.of(
                new Keyring(),
                TestKeyring.of(authority, new PeerName(Role.TERMINAL, "t-02")),
                TestKeyring.of(authority, new PeerName(Role.SERVER, "t-01"), new PeerName(Role.VERIFIER_HOST, "t-01")));
        for (Keyring keys : without) {
            TerminalBench with = fails(FailureCode.SESSION_KEY_FAILED, keys, new VerifierEnd(host, BOTH));
            assertEquals(List.of(), with.server.heard(MessageType.FIND_REQUEST));
            assertNothingConfirmed(with);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SELECT_RESPONSE", "CARD_COMMANDS", "IDENTITY"})
    void anUnsealedMessageIsRefused(MessageType type) throws WireException {
        Frame[] clear = new Frame[1];
        VerifierEnd end = end(type, frame -> clear[0]);
        TerminalBench with = bench(SETTINGS, terminalKeys, end);
        MessageType asked = type == MessageType.SELECT_RESPONSE ? MessageType.SELECT_REQUEST : MessageType.READ_REQUEST;
        with.server.on(asked, to -> {
            clear[0] = with.server.reply(
                    to,
                    switch (type) {
                        case SELECT_RESPONSE -> new SelectResponse(CardCommand.attrib(FakeCard.ATQB.slice(1, 5)));
                        case IDENTITY -> new Identity(List.of(Records.hostFrame()));
                        default -> new CardCommands(List.of(CardCommand.GET_CHALLENGE));
                    });
            return List.of(clear[0]);
        });
        assertFails(FailureCode.SESSION_KEY_MISSING, with);
        assertTrue(with.delivered.isEmpty());
        assertNothingOfTheCardInTheClear(with);
    }

    @ParameterizedTest
    @EnumSource(names = {"SELECT_RESPONSE", "CARD_COMMANDS", "IDENTITY"})
    void aMessageThatWasAlteredBreaksTheSeal(MessageType type) throws WireException {
        UnaryOperator<Frame> altered = frame -> new Frame(
                frame.header(),
                frame.clear(),
                flipped(frame.body(), frame.body().length() - 1));
        TerminalBench with = fails(FailureCode.SEAL_BROKEN, terminalKeys, end(type, altered));
        assertTrue(with.delivered.isEmpty());
        assertNothingOfTheCardInTheClear(with);
    }

    @Test
    void aMessageUnderAnotherHeaderBreaksTheSeal() throws WireException {
        UnaryOperator<Frame> relabelled = frame ->
                frame.withLease(frame.header().verifier(), frame.header().term() + 1);
        fails(FailureCode.SEAL_BROKEN, terminalKeys, end(MessageType.SELECT_RESPONSE, relabelled));
    }

    @Test
    void aSecondFindResponseEndsTheSession() {
        VerifierEnd end = new VerifierEnd(host, BOTH);
        TerminalBench with = bench(SETTINGS, terminalKeys, end);
        with.server.on(
                MessageType.FIND_CONFIRM,
                to -> List.of(with.server.findResponse(to).get(0)));
        with.reader("r-1").insert(new FakeCard());
        with.until(() -> !with.failed().isEmpty());
        assertEquals(FailureCode.SESSION_KEY_FAILED, with.failed().get(0).code());
        assertEquals(List.of(), with.server.heard(MessageType.READ_REQUEST));
    }

    @Test
    void aFailureOfTheServerItselfNeedsNoSeal() {
        VerifierEnd end = new VerifierEnd(host, BOTH);
        TerminalBench with = bench(SETTINGS, terminalKeys, end);
        with.server.on(
                MessageType.READ_REQUEST,
                to -> List.of(with.server.own(to, Failure.of(FailureCode.SESSION_EXPIRED, ""))));
        with.reader("r-1").insert(new FakeCard());
        with.until(() -> !with.failed().isEmpty());
        assertEquals(FailureCode.SESSION_EXPIRED, with.failed().get(0).code());
    }

    @Test
    void withoutSessionKeysASealedMessageIsRefused() throws WireException {
        TerminalBench with = new TerminalBench(TerminalSettings.defaults("t-01", "127.0.0.1:1"), terminalKeys);
        bench = Optional.of(with);
        with.server.on(MessageType.SELECT_REQUEST, to -> {
            Frame clear = with.server.reply(to, new SelectResponse(CardCommand.attrib(FakeCard.ATQB.slice(1, 5))));
            return List.of(new Frame(clear.header().withSealed(true), clear.clear(), clear.body()));
        });
        assertFails(FailureCode.SEALED_UNEXPECTED, with);
        assertTrue(((FindRequest)
                        with.server.heard(MessageType.FIND_REQUEST).get(0).message())
                .handshake()
                .isEmpty());
    }

    private void failsBeforeFindConfirm(FailureCode code, VerifierEnd end) throws WireException {
        TerminalBench with = fails(code, terminalKeys, end);
        assertNothingConfirmed(with);
    }

    private TerminalBench fails(FailureCode code, Keyring keys, VerifierEnd end) throws WireException {
        TerminalBench with = bench(SETTINGS, keys, end);
        assertFails(code, with);
        return with;
    }

    /** Both ends hear why. */
    private static void assertFails(FailureCode code, TerminalBench with) throws WireException {
        with.reader("r-1").insert(new FakeCard());
        with.until(() -> !with.failed().isEmpty()
                && !with.server.heard(MessageType.FAILURE).isEmpty());
        assertEquals(code, with.failed().get(0).code());
        Frame told = with.server.heard(MessageType.FAILURE).get(0);
        assertEquals(code.number(), Failure.ofClear(told).code());
        assertEquals(List.of(), with.delivered);
    }

    private static void assertNothingConfirmed(TerminalBench with) {
        for (Frame frame : with.server.heard()) {
            assertTrue(
                    List.of(MessageType.FIND_REQUEST, MessageType.FAILURE)
                            .contains(frame.header().type()),
                    frame.header().type().name());
        }
        assertNothingOfTheCardInTheClear(with);
    }

    /** Neither as a body nor anywhere in a frame. */
    private static void assertNothingOfTheCardInTheClear(TerminalBench with) {
        for (Frame frame : with.server.heard()) {
            MessageType type = frame.header().type();
            boolean clear = type == MessageType.FIND_REQUEST || type == MessageType.FAILURE;
            assertTrue(clear || frame.header().sealed(), type.name());
            String onLink = Bytes.of(FrameCodec.encode(frame).array()).toHex();
            assertFalse(onLink.contains(FakeCard.UNIQUE_ID.toHex()), type.name());
            assertFalse(onLink.contains(FakeCard.ATQB.toHex()), type.name());
        }
    }

    private TerminalBench bench(TerminalSettings settings, Keyring keys, VerifierEnd end) {
        bench.ifPresent(TerminalBench::close);
        TerminalBench with = new TerminalBench(settings, keys);
        with.server.agreeWith(end);
        bench = Optional.of(with);
        return with;
    }

    private static VerifierEnd end(MessageType type, UnaryOperator<Frame> change) {
        return new VerifierEnd(host, BOTH).changing(type, change);
    }

    private static Frame withoutHandshake(Frame frame) {
        return handshake(frame, records -> Bytes.EMPTY);
    }

    private static Frame handshake(Frame frame, UnaryOperator<Bytes> change) {
        try {
            FindResponse response = (FindResponse) frame.message();
            return Frame.of(frame.header(), response.withHandshake(change.apply(response.handshake())));
        } catch (WireException e) {
            throw new AssertionError(e);
        }
    }

    private static Bytes flipped(Bytes bytes, int at) {
        byte[] flipped = bytes.toArray();
        flipped[at] ^= 1;
        return Bytes.of(flipped);
    }

    private static CertificateAuthority authority() throws Exception {
        return CertificateAuthority.create("test", Instant.now().plus(2, ChronoUnit.DAYS));
    }

    private static Credentials credentials(CertificateAuthority by, PeerName name) throws Exception {
        return TestKeyring.of(by, name).of(name.role()).orElseThrow();
    }
}
