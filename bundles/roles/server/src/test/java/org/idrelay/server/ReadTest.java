package org.idrelay.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.verifier.Capability;
import org.idrelay.api.verifier.Card;
import org.idrelay.api.verifier.CardAnswer;
import org.idrelay.api.verifier.CardException;
import org.idrelay.api.verifier.CardExchange;
import org.idrelay.api.verifier.Verifier;
import org.idrelay.api.verifier.VerifierState;
import org.idrelay.link.Endpoint;
import org.idrelay.link.FakeLink;
import org.idrelay.link.LinkHandler;
import org.idrelay.operations.trace.TraceEvent;
import org.idrelay.secrecy.Keyring;
import org.idrelay.secrecy.SessionKeySettings;
import org.idrelay.verifier.host.HostAdmission;
import org.idrelay.verifier.host.HostSettings;
import org.idrelay.verifier.host.VerifierHost;
import org.idrelay.wire.MessageType;
import org.idrelay.wire.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Server and verifier host together: whole reads over links in memory. */
class ReadTest {

    private static final List<MessageType> WHOLE_READ = List.of(
            MessageType.FIND_RESPONSE,
            MessageType.RECEIPT,
            MessageType.SELECT_RESPONSE,
            MessageType.RECEIPT,
            MessageType.CARD_COMMANDS,
            MessageType.CARD_COMMANDS,
            MessageType.IDENTITY);

    private final ServerBench bench = new ServerBench();
    private final VerifierHost host = new VerifierHost(
            new HostSettings(
                    "host-1",
                    "127.0.0.1:7301",
                    Endpoint.Security.PLAIN,
                    SessionKeySettings.OFF,
                    new HostSettings.Timing(10_000, 10_000, 5_000),
                    Endpoint.Limits.DEFAULT,
                    HostAdmission.OPEN),
            new Keyring());
    private final FakeLink atServer = connect(bench.dial("local"));

    @AfterEach
    void stop() {
        host.stop();
    }

    @Test
    void passesServerAndHostFromFindRequestToIdentity() {
        host.addVerifier(new PlainVerifier("sam-1"));
        FakeTerminal.Read read = read();

        assertEquals(WHOLE_READ, read.types());
        assertEquals(VerifierState.IDLE, bench.state("sam-1"));
        assertEquals(1, bench.verifier("sam-1").tally().reads());
        assertEquals(List.of(), bench.sessions());
        assertTrue(notes(read.id()).contains("policy idle chose sam-1 of 1: idle, and used least recently"));
        assertEquals(
                List.of(6, 6, 0, 15, 15, 0, 24, 25, 25, 25, 25, 0),
                host.trace().events(read.id()).stream().map(TraceEvent::step).toList());
    }

    @Test
    void readsAgainAndAgainWithOneVerifier() {
        host.addVerifier(new PlainVerifier("sam-1"));
        for (int i = 1; i <= 100; i++) {
            assertEquals(WHOLE_READ, read().types());
            assertEquals(i, bench.verifier("sam-1").term());
        }
    }

    @Test
    void goesOnWithHigherTermsWhenTheServerIsRestarted() {
        host.addVerifier(new PlainVerifier("sam-1"));
        read();
        read();
        atServer.lose(FailureCode.LINK_CLOSED);
        ServerBench restarted = new ServerBench(ServerBench.SETTINGS, bench.loop);
        connect(restarted.dial("local"));
        FakeTerminal.Read read = restarted.terminal("t-01").find().automatic();
        until(() -> read.types().contains(MessageType.IDENTITY));

        assertEquals(3, restarted.verifier("sam-1").term());
    }

    @Test
    void servesThreeTerminalsWithTwoVerifiers() {
        host.addVerifier(new PlainVerifier("sam-1"));
        host.addVerifier(new PlainVerifier("sam-2"));
        List<FakeTerminal> terminals = List.of(bench.terminal("t-01"), bench.terminal("t-02"), bench.terminal("t-03"));
        List<FakeTerminal.Read> reads =
                terminals.stream().map(terminal -> terminal.find().automatic()).toList();
        until(() -> reads.stream().allMatch(read -> read.types().contains(MessageType.IDENTITY)));

        assertEquals(MessageType.QUEUED, reads.get(2).types().get(0));
    }

    @Test
    void manyReadersShareFourVerifiers() {
        for (int i = 1; i <= 4; i++) {
            host.addVerifier(new PlainVerifier("sam-" + i));
        }
        List<FakeTerminal> terminals = new ArrayList<>();
        for (int i = 1; i <= 7; i++) { // four are served, three wait: as many as the bench's queue takes
            terminals.add(bench.terminal("t-0" + i));
        }
        for (int round = 0; round < 30; round++) {
            List<FakeTerminal.Read> reads = terminals.stream()
                    .map(terminal -> terminal.find().automatic())
                    .toList();
            until(() -> reads.stream().allMatch(read -> read.types().contains(MessageType.IDENTITY)));
        }

        assertEquals(
                7 * 30,
                bench.operations.verifiers().stream()
                        .mapToLong(info -> info.tally().reads())
                        .sum());
        assertEquals(List.of(), bench.sessions());
        until(() -> bench.loop.pending() == 0);
    }

    private FakeTerminal.Read read() {
        FakeTerminal.Read read = bench.terminal("t-01").find().automatic();
        until(() -> read.types().contains(MessageType.IDENTITY));
        return read;
    }

    private FakeLink connect(LinkHandler dialler) {
        dialler.started(bench.loop);
        host.servers().started(bench.loop);
        FakeLink server = new FakeLink(bench.loop, dialler, Role.VERIFIER_HOST, "host-1");
        FakeLink hosting = new FakeLink(bench.loop, host.servers(), Role.SERVER, "server-1");
        server.deliverTo(hosting::receive);
        hosting.deliverTo(server::receive);
        server.open();
        hosting.open();
        return server;
    }

    private String notes(UUID session) {
        return bench.server.trace().events(session).stream()
                .map(TraceEvent::note)
                .toList()
                .toString();
    }

    private void until(BooleanSupplier done) {
        await().pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> {
                    bench.run();
                    return done.getAsBoolean();
                });
    }

    /** Two card commands, then a record. */
    private record PlainVerifier(String name) implements Verifier {

        @Override
        public Set<Capability> capabilities() {
            return Set.of(Capability.TEXT_PHOTO);
        }

        @Override
        public Bytes find() {
            return Bytes.ofHex("050000");
        }

        @Override
        public void confirmFind(Bytes atqb) {
            assertEquals(FakeTerminal.ATQB, atqb);
        }

        @Override
        public Bytes select() {
            return Bytes.ofHex("1D0000000000080108");
        }

        @Override
        public void confirmSelect(Bytes attribAnswer, Bytes uniqueId) {
            assertEquals(8, uniqueId.length());
        }

        @Override
        public List<Bytes> read(Set<Capability> wanted, List<CardExchange> exchanged, Card card)
                throws CardException, InterruptedException {
            List<CardAnswer> answers = card.exchange(List.of(Bytes.ofHex("0084000008")));
            assertEquals(1, answers.size());
            card.exchange(List.of(Bytes.ofHex("00A40000026011")));
            return List.of(Bytes.ofHex("AAAAAA9669000400004145"));
        }

        @Override
        public void release() {}
    }
}
