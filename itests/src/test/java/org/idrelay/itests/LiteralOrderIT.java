package org.idrelay.itests;

import static java.util.function.Predicate.not;
import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.idrelay.api.Bytes;
import org.idrelay.card.HostFrame;
import org.idrelay.card.MalformedException;
import org.idrelay.operations.trace.StepOrder;
import org.idrelay.operations.trace.TraceEvent;
import org.idrelay.operations.trace.TraceEvent.Action;
import org.idrelay.operations.trace.TraceLine;
import org.idrelay.simulator.SimulatedSam;
import org.idrelay.simulator.SyntheticPeople;
import org.idrelay.simulator.SyntheticPerson;
import org.idrelay.wire.Frame;
import org.idrelay.wire.MessageType;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/**
 * The 28 steps in their order, with terminal, server and verifier host in three processes and slow lines between them; the
 * card and the SAMs' bridges are witnesses of their own.
 */
public class LiteralOrderIT {

    private static final int DELAY_MILLIS = 20;
    private static final int POLL_MILLIS = 60;
    private static final int LOST_ANSWERS = 5;
    private static final int LAST_STEP = 28;
    private static final SyntheticPerson PERSON = SyntheticPeople.all().get(1);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @SuppressWarnings("NullAway.Init") // set before any test
    private static ThreeContainers relay;

    private static List<List<TraceEvent>> logs = List.of();
    private static List<List<String>> card = List.of();
    private static String printed = "";
    private static long readNanos;
    private static UUID session = new UUID(0, 0);

    @BeforeClass
    public static void readOneCard() throws Exception {
        relay = new ThreeContainers("order", DELAY_MILLIS);
        KarafProcess terminal = relay.terminal;
        ProbedReader reader = relay.reader;
        terminal.configure("org.idrelay.terminal", Map.of("pollIntervalMillis", Integer.toString(POLL_MILLIS)));
        relay.start();
        CompletableFuture<String> console = CompletableFuture.supplyAsync(() -> read(terminal));
        await("console listens").atMost(LIMIT).until(() -> reader.listeners() == 2);
        reader.insert(1, LOST_ANSWERS);
        List<String> read = reader.awaitEvent("READ");
        readNanos = Long.parseLong(read.get(0));
        card = reader.card();
        printed = console.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        session = UUID.fromString(read.get(2));
        logs = List.of(
                events(terminal, read.get(2)), events(relay.server, read.get(2)), events(relay.host, read.get(2)));
    }

    @AfterClass
    public static void closeAll() throws Exception {
        relay.close();
    }

    @Test
    public void everyStepComesBeforeTheNext() {
        assertEquals(List.of(), new StepOrder(logs).violations());
    }

    @Test
    public void aLogWithTwoStepsSwappedIsRefused() {
        for (int step = 1; step < LAST_STEP; step++) {
            int swapped = step;
            List<List<TraceEvent>> wrong = logs.stream()
                    .map(log -> log.stream().map(event -> swap(event, swapped)).toList())
                    .toList();
            assertFalse(
                    "steps %d and %d".formatted(step, step + 1),
                    new StepOrder(wrong).violations().isEmpty());
        }
    }

    @Test
    public void withoutReceiptsTheOrderIsNotProven() {
        List<List<TraceEvent>> without = logs.stream()
                .map(log -> log.stream()
                        .filter(event -> !event.what().equals("RECEIPT"))
                        .toList())
                .toList();
        assertFalse(new StepOrder(without).violations().isEmpty());
    }

    @Test
    public void theTerminalBroadcastsPeriodicallyAndThenNoMore() {
        List<Long> requests = card.stream()
                .filter(entry -> entry.get(2).equals("REQB") && Long.parseLong(entry.get(0)) < readNanos)
                .map(entry -> Long.parseLong(entry.get(0)))
                .toList();
        assertTrue("REQBs: " + requests.size(), requests.size() > 3);
        for (int i = 1; i < requests.size(); i++) {
            long gap = TimeUnit.NANOSECONDS.toMillis(requests.get(i) - requests.get(i - 1));
            assertTrue("a gap of " + gap, gap >= POLL_MILLIS / 2);
        }
        long lastRequest = requests.get(requests.size() - 1);
        long selected = nanosHeard("ATTRIB");
        assertTrue("a REQB after the card was found", lastRequest < selected);
        // two legs there and two back: at least one more broadcast would have been due
        assertTrue(TimeUnit.NANOSECONDS.toMillis(selected - lastRequest) >= 4 * DELAY_MILLIS);
    }

    @Test
    public void theCardHearsOfASelectOnlyAfterTheServerHasPassedItOn() {
        List<TraceEvent> terminal = logs.get(0);
        List<Integer> receipts = positions(terminal, "RECEIPT");
        assertEquals(2, receipts.size());
        List<Integer> steps11 = stepPositions(terminal, 11);
        List<Integer> steps20 = stepPositions(terminal, 20);
        assertTrue(receipts.get(0) < steps11.get(0));
        assertTrue(steps11.get(0) < receipts.get(1));
        assertTrue(receipts.get(1) < steps20.get(0));
        TraceEvent firstReceipt = terminal.get(receipts.get(0));
        assertEquals(Action.RECEIVED, firstReceipt.action());
        List<TraceEvent> server = logs.get(1);
        assertTrue(
                stepPositions(server, 10).get(0) < positions(server, "RECEIPT").get(0));
        assertTrue(
                stepPositions(server, 19).get(0) < positions(server, "RECEIPT").get(1));
        // the clock of all processes on one machine is the same: the card heard it after the receipt was on its way
        assertTrue(receiptNanos(0) < nanosHeard("ATTRIB"));
        assertTrue(receiptNanos(1) < nanosHeard("SELECT_6002"));
        assertTrue(nanosHeard("ATTRIB") < nanosHeard("SELECT_6002"));
    }

    @Test
    public void theSamHearsWhatTheCardSaid() {
        SimulatedSam leased = relay.leased();
        List<Integer> commands = leased.log().stream()
                .filter(entry -> !entry.rf() && entry.heard())
                .map(entry -> head(entry.bytes()))
                .filter(head -> head == 0x2001 || head == 0x2002 || head == 0x3001)
                .toList();
        assertEquals(List.of(0x2001, 0x2002, 0x3001), commands);
        List<String> said = card.stream()
                .filter(entry -> entry.get(1).equals("said"))
                .map(entry -> entry.get(3))
                .toList();
        List<String> heard = leased.log().stream()
                .filter(entry -> entry.rf() && entry.heard())
                .map(entry -> digest(entry.bytes().slice(0, entry.bytes().length() - 1)))
                .toList();
        assertEquals("ATQB", said.get(0), heard.get(0));
        String attribAnswer = IntStream.range(1, card.size())
                .filter(i -> card.get(i - 1).get(2).equals("ATTRIB"))
                .mapToObj(i -> card.get(i).get(3))
                .findFirst()
                .orElseThrow();
        assertEquals("answer to ATTRIB", attribAnswer, heard.get(1));
        assertEquals(
                "answers that no card gave",
                List.of(),
                heard.stream().filter(not(said::contains)).toList());
        assertEquals(1, relay.sams.stream().filter(LiteralOrderIT::hasRead).count());
    }

    @Test
    public void keyIdsAreEqualAtBothEndsBeforeStep22() {
        List<String> keys = Stream.of(logs.get(0), logs.get(2))
                .map(log -> log.stream()
                        .takeWhile(event -> event.step() != 22 && event.step() != 24)
                        .filter(event -> event.what().equals(TraceEvent.SESSION_KEY))
                        .map(event -> event.note().replaceFirst(", with .*", ""))
                        .findFirst()
                        .orElse("none"))
                .toList();
        assertTrue(keys.toString(), keys.get(0).matches("TLS_SM4_GCM_SM3, key [0-9a-f]{16}"));
        assertEquals(keys.get(0), keys.get(1));
        assertEquals(List.of(), positions(logs.get(1), TraceEvent.SESSION_KEY));
    }

    @Test
    public void noBodyIsClearAtTheServerAfterStep10() {
        List<TraceEvent> after = logs.get(1).stream()
                .dropWhile(event -> !event.what().equals("FIND_CONFIRM"))
                .filter(event -> event.action() != Action.DECIDED)
                .toList();
        assertTrue("messages: " + after.size(), after.size() > 20);
        assertEquals(
                List.of(),
                after.stream()
                        .filter(event -> event.digest() != TraceEvent.NO_DIGEST)
                        .toList());
        List<Frame> sealed = relay.toServer.passed().stream()
                .map(FrameProxy.Passed::frame)
                .dropWhile(frame -> frame.header().type() != MessageType.FIND_CONFIRM)
                .filter(frame -> frame.header().session().equals(session))
                .toList();
        assertTrue("frames: " + sealed.size(), sealed.size() > 10);
        assertEquals(
                List.of(),
                sealed.stream()
                        .filter(frame ->
                                !frame.header().sealed() && frame.body().length() > 0)
                        .map(frame -> frame.header().type())
                        .toList());
    }

    /** What one party sent sealed came to the other two as it was. */
    @Test
    public void theServerPassesOnWhatItCannotRead() {
        for (MessageType type : TamperIT.SEALED) {
            Map<Long, List<TraceEvent>> messages = logs.stream()
                    .flatMap(List::stream)
                    .filter(event -> event.what().equals(type.name()) && event.action() != Action.DECIDED)
                    .collect(Collectors.groupingBy(TraceEvent::sequence));
            assertFalse(type.name(), messages.isEmpty());
            messages.forEach((sequence, events) -> {
                assertTrue("%s %d: %d".formatted(type, sequence, events.size()), events.size() >= 4);
                Set<Integer> digests =
                        events.stream().map(TraceEvent::sealedDigest).collect(Collectors.toSet());
                assertEquals(type.name(), 1, digests.size());
                assertFalse(type.name(), digests.contains(TraceEvent.NO_DIGEST));
            });
        }
    }

    @Test
    public void theRecordIsThatOfTheCard() {
        assertTrue("the name", printed.contains(PERSON.name()));
        assertTrue("the photo", printed.contains(digest(PERSON.photo())));
    }

    private static String read(KarafProcess terminal) {
        try {
            return terminal.run("idrelay:read --timeout 50");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<TraceEvent> events(KarafProcess karaf, String session) throws IOException {
        return karaf.run("idrelay:trace --events %s".formatted(session))
                .lines()
                .filter(not(String::isBlank))
                .map(TraceLine::parse)
                .sorted((a, b) -> Integer.compare(a.index(), b.index()))
                .map(TraceLine::event)
                .toList();
    }

    private static TraceEvent swap(TraceEvent event, int step) {
        int other = event.step() == step ? step + 1 : event.step() == step + 1 ? step : event.step();
        return new TraceEvent(
                event.session(), event.recorder(), other, event.action(), event.passage(), event.data(), event.note());
    }

    private static List<Integer> positions(List<TraceEvent> log, String what) {
        return IntStream.range(0, log.size())
                .filter(i -> log.get(i).what().equals(what))
                .boxed()
                .toList();
    }

    private static List<Integer> stepPositions(List<TraceEvent> log, int step) {
        return IntStream.range(0, log.size())
                .filter(i -> log.get(i).step() == step)
                .boxed()
                .toList();
    }

    /** When a receipt of the server came by on its way to the terminal. */
    private static long receiptNanos(int index) {
        return relay.toServer.passed().stream()
                .filter(passed -> passed.frame().header().type() == MessageType.RECEIPT)
                .toList()
                .get(index)
                .nanos();
    }

    private static long nanosHeard(String kind) {
        return card.stream()
                .filter(entry -> entry.get(1).equals("heard") && entry.get(2).equals(kind))
                .mapToLong(entry -> Long.parseLong(entry.get(0)))
                .findFirst()
                .orElseThrow();
    }

    private static boolean hasRead(SimulatedSam sam) {
        return sam.log().stream().anyMatch(SimulatedSam.BridgeEntry::rf);
    }

    private static int head(Bytes frame) {
        try {
            Bytes head = HostFrame.decodeRequest(frame).head();
            return head.at(0) << 8 | head.at(1);
        } catch (MalformedException e) {
            throw new AssertionError("not a host frame", e);
        }
    }

    private static String digest(Bytes data) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(data.toArray());
            return HexFormat.of().formatHex(Arrays.copyOf(digest, 8));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
