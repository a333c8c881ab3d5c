package org.idrelay.console;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.idrelay.api.FailureCode;
import org.idrelay.api.record.CardPresence;
import org.idrelay.api.record.IdentityRecord;
import org.idrelay.operations.reading.ReadingEvent;
import org.idrelay.operations.reading.ReadingEvent.ReaderChanged.Change;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventsTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final UUID SESSION = UUID.randomUUID();

    private final ConsoleServer server = new ConsoleServer();

    @BeforeEach
    void start() throws Exception {
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    /** The lines of an open stream. */
    private record Listening(List<String> lines, CompletableFuture<HttpResponse<Void>> end) {

        void awaitLine(String text) {
            await(text).atMost(LIMIT).until(() -> lines.stream().anyMatch(line -> line.contains(text)));
        }
    }

    private Listening listen(Browser browser) {
        List<String> lines = new CopyOnWriteArrayList<>();
        CompletableFuture<HttpResponse<Void>> end = server.client()
                .sendAsync(
                        browser.request(EventsResource.PATH).build(),
                        HttpResponse.BodyHandlers.fromLineSubscriber(new LineCollector(lines)));
        Listening listening = new Listening(lines, end);
        listening.awaitLine("retry");
        return listening;
    }

    @Test
    void aStepOfAReadIsTold() throws Exception {
        Listening clerk = listen(server.as("clerk"));
        server.events.happened(new ReadingEvent.Progress("reader-1", SESSION, 42));
        clerk.awaitLine("{\"reader\":\"reader-1\",\"percent\":42}");
        assertTrue(clerk.lines().contains("event: progress"));
    }

    @Test
    void aFailureIsToldWithCauseAndRemedy() throws Exception {
        Listening clerk = listen(server.as("clerk"));
        server.events.happened(new ReadingEvent.ReadFailed("reader-1", SESSION, 0, FailureCode.CARD_GONE, true));
        clerk.awaitLine("\"code\":\"CARD_GONE\"");
        clerk.awaitLine(FailureCode.CARD_GONE.remedy());
    }

    @Test
    void aClerkHearsNothingOfOthersReaders() throws Exception {
        Listening other = listen(server.as("other"));
        server.events.happened(new ReadingEvent.CardGone("reader-1"));
        server.events.happened(new ReadingEvent.CardGone("reader-2"));
        other.awaitLine("reader-2");
        assertFalse(other.lines().toString().contains("reader-1"));
    }

    @Test
    void whatBecomesOfAReaderIsTold() throws Exception {
        Listening clerk = listen(server.as("clerk"));
        server.events.happened(new ReadingEvent.ReaderChanged("reader-1", Change.STOPPED));
        clerk.awaitLine("{\"reader\":\"reader-1\",\"change\":\"STOPPED\"}");
    }

    @Test
    void thatTheTerminalCameAndWentIsTold() throws Exception {
        Listening clerk = listen(server.as("clerk"));
        FakeReading terminal = new FakeReading();
        server.readers(terminal).unsetReading(terminal);
        await("both")
                .atMost(LIMIT)
                .until(() ->
                        clerk.lines().stream().filter("event: readers"::equals).count() == 2);
    }

    @Test
    void manyEventsAllArriveInOrder() throws Exception {
        Listening viewer = listen(server.as("viewer"));
        for (int i = 1; i <= 100; i++) {
            server.events.tell("queued", "reader-1", Map.of("position", i));
        }
        viewer.awaitLine("\"position\":100}");
        List<String> events =
                viewer.lines().stream().filter(line -> line.startsWith("data")).toList();
        assertEquals(100, events.size());
        assertTrue(events.get(49).contains("\"position\":50}"));
    }

    @Test
    void whoComesLateHearsOfARecordAndThatItsCardIsGone() throws Exception {
        server.display.deliver(Records.first(), Records.presence("reader-1"));
        Listening clerk = listen(server.as("clerk"));
        clerk.awaitLine("event: record");
        server.display.happened(new ReadingEvent.CardGone("reader-1"));
        clerk.awaitLine("event: closing");
        Listening late = listen(server.as("clerk"));
        late.awaitLine("event: closing");
        assertTrue(late.lines().indexOf("event: record") < late.lines().indexOf("event: closing"));
    }

    @Test
    void aRecordIsAnnouncedWithoutWhatItHolds() throws Exception {
        Listening clerk = listen(server.as("clerk"));
        IdentityRecord record = Records.first();
        CardPresence presence = Records.presence("reader-1");
        server.display.deliver(record, presence);
        clerk.awaitLine(presence.id().toString());
        server.display.hide("reader-1");
        clerk.awaitLine("event: masked");
        assertFalse(clerk.lines().toString().contains(record.number()));
        assertFalse(clerk.lines().toString().contains(record.name()));
    }

    @Test
    void aRepeatedDeliveryIsNotAnnouncedAgain() throws Exception {
        Listening clerk = listen(server.as("clerk"));
        CardPresence presence = Records.presence("reader-1");
        server.display.deliver(Records.first(), presence);
        server.display.deliver(Records.first(), presence);
        server.events.happened(new ReadingEvent.CardGone("reader-1"));
        clerk.awaitLine("event: gone");
        assertEquals(1, clerk.lines().stream().filter("event: record"::equals).count());
    }

    @Test
    void whoComesLaterHearsOfTheRecordThatIsShown() throws Exception {
        server.display.deliver(Records.first(), Records.presence("reader-1"));
        listen(server.as("clerk")).awaitLine("event: record");
        Listening other = listen(server.as("other"));
        server.events.happened(new ReadingEvent.CardGone("reader-2"));
        other.awaitLine("event: gone");
        assertFalse(other.lines().contains("event: record"));
    }

    @Test
    void aRecordThatWasNotTakenIsTold() throws Exception {
        Listening clerk = listen(server.as("clerk"));
        server.events.happened(new ReadingEvent.NotTaken("reader-1", SESSION, "records", FailureCode.STORE_FULL));
        clerk.awaitLine("\"sink\":\"records\"");
        clerk.awaitLine(FailureCode.STORE_FULL.remedy());
    }

    @Test
    void whoDoesNotReadIsLetGoAndKeepsNobodyWaiting() throws Exception {
        Listening clerk = listen(server.as("clerk"));
        try (Socket slow = new Socket(server.uri("/").getHost(), server.uri("/").getPort())) {
            slow.setSoTimeout((int) LIMIT.toMillis());
            slow.getOutputStream()
                    .write(server.as("other").lines(EventsResource.PATH).getBytes(StandardCharsets.US_ASCII));
            assertEquals('H', slow.getInputStream().read(), "the stream stands");
            String filling = "x".repeat(10_000);
            for (int i = 0; i < 5_000; i++) {
                server.events.tell("filling", "reader-2", Map.of("text", filling));
            }
            server.events.happened(new ReadingEvent.CardGone("reader-1"));
            clerk.awaitLine("event: gone");
            assertTrue(slow.getInputStream().readAllBytes().length < 50_000_000, "it got all");
        }
    }

    @Test
    void logoutEndsTheStream() throws Exception {
        Browser browser = server.as("clerk");
        Listening clerk = listen(browser);
        browser.post(LoginResource.LOGOUT);
        await("end").atMost(LIMIT).until(() -> clerk.end().isDone());
    }

    @Test
    void theStreamIsNoUseOfTheSession() throws Exception {
        Browser browser = server.as("clerk");
        listen(browser);
        server.clock.addAndGet(Duration.ofMinutes(31).toMillis());
        server.events.tell("gone", "reader-1", Map.of());
        assertEquals(401, browser.get(MeResource.PATH).statusCode());
    }
}
