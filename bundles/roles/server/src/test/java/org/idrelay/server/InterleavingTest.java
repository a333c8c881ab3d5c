package org.idrelay.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.idrelay.api.FailureCode;
import org.idrelay.api.verifier.VerifierState;
import org.idrelay.link.Endpoint;
import org.idrelay.operations.ServerOperations.SessionInfo;
import org.idrelay.operations.ServerOperations.VerifierInfo;
import org.idrelay.wire.Failure;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Header;
import org.idrelay.wire.MessageType;
import org.idrelay.wire.SelectRequest;
import org.idrelay.wire.VerifierChanged;
import org.idrelay.wire.VerifierRemoved;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Thousands of events in random order: whatever happens, leases, sessions and the line stay consistent. */
class InterleavingTest {

    private static final int EVENTS = 2500;
    private static final long MIN_READS = 50;
    private static final int VERIFIERS = 3;
    private static final List<VerifierState> STATES = List.of(VerifierState.values());

    private final ServerBench bench = new ServerBench(new ServerSettings(
            "server-1",
            "127.0.0.1:7201",
            Endpoint.Security.PLAIN,
            "idle",
            new ServerSettings.Queue(6, 5000),
            new ServerSettings.Patience(9000, 4000),
            ServerBench.SETTINGS.limits()));
    private final List<FakeTerminal> terminals = new ArrayList<>();
    private final List<FakeHost> hosts = new ArrayList<>();
    private final List<FakeHost> everyHost = new ArrayList<>();
    private final List<FakeTerminal.Read> reads = new ArrayList<>();
    private final Map<String, Long> terms = new HashMap<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
    void keepsEveryInvariant(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 4; i++) {
            terminals.add(bench.terminal("t-" + i));
        }
        for (int i = 0; i < 2; i++) {
            hosts.add(host(i));
        }
        for (int i = 0; i < EVENTS; i++) {
            event(random);
            bench.run();
            assertConsistent();
        }
        bench.loop.pass(60_000);
        assertEquals(List.of(), bench.sessions());
        assertEquals(0, bench.loop.pending());
        assertNoTermTwice();
        assertTrue(bench.operations.verifiers().stream()
                        .mapToLong(verifier -> verifier.tally().reads())
                        .sum()
                > MIN_READS);
    }

    private void event(Random random) {
        int terminal = random.nextInt(terminals.size());
        int host = random.nextInt(hosts.size());
        long number = random.nextLong(1, VERIFIERS + 1L);
        switch (random.nextInt(16)) {
            case 0, 1, 2, 3, 4 -> find(random, terminals.get(terminal));
            case 5 -> someRead(random).ifPresent(read -> read.send(Failure.of(FailureCode.CARD_GONE, "")));
            case 6 -> someRead(random).ifPresent(read -> read.send(new SelectRequest()));
            case 7 -> answerTooEarlyOrLate(random, hosts.get(host));
            case 8 -> hosts.get(host).tell(new VerifierRemoved(number));
            case 9, 10 -> hosts.get(host).offers(number, name(host, number));
            case 11 -> hosts.get(host).tell(new VerifierChanged(number, someState(random), ""));
            case 12 -> {
                if (random.nextInt(10) == 0) {
                    hosts.get(host).link().lose(FailureCode.LINK_CLOSED);
                    bench.run();
                    hosts.set(host, host(host));
                }
            }
            case 13 -> {
                if (random.nextInt(10) == 0) {
                    terminals.set(terminal, bench.terminal("t-" + terminal));
                }
            }
            default -> bench.loop.pass(random.nextLong(1500));
        }
        terminals.replaceAll(each -> each.link().closedWith().isEmpty()
                ? each
                : bench.terminal(each.link().peer()));
    }

    /** Half of the reads go on by themselves, the others stay where they are until a timer ends them. */
    private void find(Random random, FakeTerminal terminal) {
        FakeTerminal.Read read = terminal.find(FakeTerminal.request(random.nextInt(6000), random.nextInt(3)));
        reads.add(random.nextBoolean() ? read.automatic() : read);
    }

    private Optional<FakeTerminal.Read> someRead(Random random) {
        return reads.isEmpty()
                ? Optional.empty()
                : Optional.of(reads.get(Math.max(0, reads.size() - 1 - random.nextInt(8)) % reads.size()));
    }

    private static void answerTooEarlyOrLate(Random random, FakeHost host) {
        List<Frame> sent = host.link().sent().stream()
                .filter(frame -> !frame.header().session().equals(Header.NO_SESSION))
                .toList();
        if (!sent.isEmpty()) {
            Header to =
                    sent.get(Math.max(0, sent.size() - 1 - random.nextInt(10))).header();
            host.answer(to, Failure.of(FailureCode.VERIFIER_REFUSED, ""));
        }
    }

    private static VerifierState someState(Random random) {
        return STATES.get(random.nextInt(STATES.size()));
    }

    private FakeHost host(int index) {
        FakeHost host = bench.host("host-" + index).automatic();
        for (long number = 1; number <= VERIFIERS; number++) {
            host.offers(number, name(index, number));
        }
        everyHost.add(host);
        return host;
    }

    private static String name(int host, long number) {
        return "sam-" + host + "-" + number;
    }

    private void assertConsistent() {
        List<SessionInfo> sessions = bench.sessions();
        Set<UUID> leased = new HashSet<>();
        for (VerifierInfo verifier : bench.operations.verifiers()) {
            long before = terms.getOrDefault(verifier.name(), 0L);
            assertTrue(verifier.term() >= before, "a term went back");
            terms.put(verifier.name(), verifier.term());
            verifier.session().ifPresent(session -> {
                assertTrue(leased.add(session), "a session with two leases");
                assertEquals(VerifierState.LEASED, verifier.state());
            });
        }
        for (SessionInfo session : sessions) {
            boolean relaying = session.state().equals(RelaySession.State.RELAYING.name());
            assertEquals(relaying, leased.contains(session.id()), "a lease without a session, or the reverse");
        }
        assertEquals(
                leased.size(),
                sessions.stream()
                        .filter(session -> session.verifier().isPresent())
                        .count());
        boolean waiting =
                sessions.stream().anyMatch(session -> session.state().equals(RelaySession.State.QUEUED.name()));
        assertFalse(waiting && !idle().isEmpty(), "somebody waits although a verifier is idle");
    }

    private Set<String> idle() {
        return bench.operations.verifiers().stream()
                .filter(verifier -> verifier.state() == VerifierState.IDLE)
                .map(VerifierInfo::name)
                .collect(Collectors.toSet());
    }

    /** Whatever happened to its link, a host sees every lease of a verifier under a term of its own. */
    private void assertNoTermTwice() {
        Set<List<?>> leases = new HashSet<>();
        for (FakeHost host : everyHost) {
            for (Frame frame : host.link().sent()) {
                if (frame.header().type() == MessageType.FIND_REQUEST) {
                    List<?> lease = List.of(
                            host.link().peer(),
                            frame.header().verifier(),
                            frame.header().term());
                    assertTrue(leases.add(lease), "a term twice");
                }
            }
        }
    }
}
