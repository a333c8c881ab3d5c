package org.idrelay.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.idrelay.api.FailureCode;
import org.idrelay.card.CardCommand;
import org.idrelay.operations.reading.ReadingEvent;
import org.idrelay.wire.Failure;
import org.idrelay.wire.Frame;
import org.idrelay.wire.MessageType;
import org.idrelay.wire.WireException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Card, reader and link go away in every state; afterwards the next card reads as if nothing had been. */
class DisturbanceTest {

    private final TerminalBench bench = new TerminalBench();
    private final FakeReader reader = bench.reader("r-1");

    @BeforeEach
    void insertACard() {
        reader.insert(new FakeCard());
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FINDING",
                "CONFIRMING_FIND",
                "SELECTING",
                "REQUESTING_SELECT",
                "CONFIRMING_SELECT",
                "READING_FIRST",
                "READING",
                "RELAYING",
                "CHECKING"
            })
    void aCardLiftedInASessionIsGoneAndTheNextOneReads(String state) {
        reach(state);
        reader.lift();

        bench.until("r-1", "PAUSING");
        assertEquals(List.of(FailureCode.CARD_GONE), bench.failures());
        assertEquals(FailureCode.CARD_GONE.number(), told().code());
        assertNextCardReads();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RESTARTING", "POLLING", "PRESENT"})
    void aCardLiftedOutsideASessionIsNoFailure(String state) {
        reach(state);
        reader.lift();
        bench.loop.pass(5000);

        assertEquals("POLLING", bench.state("r-1"));
        assertEquals(List.of(), bench.failures());
        assertNextCardReads();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FINDING",
                "CONFIRMING_FIND",
                "SELECTING",
                "REQUESTING_SELECT",
                "CONFIRMING_SELECT",
                "READING_FIRST",
                "READING",
                "RELAYING",
                "CHECKING"
            })
    void aReaderUnpluggedInASessionEndsItAndLeavesNothing(String state) {
        reach(state);
        reader.unplug();

        assertEquals(FailureCode.READER_GONE.number(), told().code());
        assertNothingLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RESTARTING", "POLLING", "PRESENT", "PAUSING", "REFUSING", "AWAITING_LINK"})
    void aReaderUnpluggedOutsideASessionLeavesNothing(String state) {
        reach(state);
        reader.unplug();

        assertNothingLeft();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FINDING",
                "CONFIRMING_FIND",
                "SELECTING",
                "REQUESTING_SELECT",
                "CONFIRMING_SELECT",
                "READING_FIRST",
                "READING",
                "RELAYING",
                "CHECKING"
            })
    void aLinkCutInASessionFailsItAndTheCardIsReadWhenTheLinkIsBack(String state) {
        reach(state);
        bench.server.cut();
        assertEquals(List.of(FailureCode.LINK_CLOSED), bench.failures());
        int sent = bench.server.heard().size();
        bench.until("r-1", "AWAITING_LINK");
        bench.loop.pass(10_000);
        assertEquals(sent, bench.server.heard().size());

        bench.server.open();
        bench.until("r-1", "PRESENT");

        assertEquals(1, bench.status("r-1").tally().reads());
    }

    @ParameterizedTest
    @ValueSource(strings = {"RESTARTING", "POLLING", "PRESENT", "PAUSING", "REFUSING"})
    void aLinkCutOutsideASessionAndBackAgainHarmsNothing(String state) {
        reach(state);
        bench.server.cut();
        bench.loop.pass(100);
        bench.server.open();
        reader.lift();
        bench.until("r-1", "POLLING");

        assertNextCardReads();
    }

    @ParameterizedTest
    @CsvSource({
        "SELECTING, CARD_ANSWER_MALFORMED",
        "READING_FIRST, CARD_ANSWER_MALFORMED",
        "RELAYING, CARD_ANSWER_MALFORMED"
    })
    void anAnswerWithABadChecksumFailsTheSessionAndTheCardIsReadAgain(String state, FailureCode code) {
        bench.until("r-1", state);
        reader.garble(command -> true);
        bench.until("r-1", "PAUSING");
        assertEquals(List.of(code), bench.failures());

        reader.garble(command -> false);
        bench.until("r-1", "PRESENT");
        assertEquals(1, bench.status("r-1").tally().reads());
    }

    @Test
    void aCardThatIsSilentOnceIsAskedAndReportedSilent() {
        reader.deafTo(command -> command.equals(CardCommand.GET_CHALLENGE));
        bench.until("r-1", "CHECKING");
        bench.until("r-1", "PRESENT");

        assertEquals(List.of(), bench.failures());
        assertTrue(reader.count(CardCommand.GET_UNIQUE_ID) >= 2);
    }

    @Test
    void aCardThatMissesEverySecondQuestionIsNotGone() {
        bench.until("r-1", "PRESENT");
        long asked = reader.count(CardCommand.GET_UNIQUE_ID);
        reader.deafTo(command -> reader.count(CardCommand.GET_UNIQUE_ID) % 2 == 0);

        bench.loop.pass(10_000);

        assertTrue(reader.count(CardCommand.GET_UNIQUE_ID) >= asked + 10);
        assertEquals("PRESENT", bench.state("r-1"));
        assertEquals(1, bench.server.heard(MessageType.FIND_REQUEST).size());
    }

    @Test
    void aCardThatMissesTwoQuestionsIsGone() {
        bench.until("r-1", "PRESENT");
        long asked = reader.count(CardCommand.GET_UNIQUE_ID);
        reader.lift();

        bench.until("r-1", "RESTARTING");

        assertEquals(asked + 2, reader.count(CardCommand.GET_UNIQUE_ID));
    }

    @Test
    void aCardThatIsNotReadAgainIsGoneAfterTwoUnansweredFindCommands() {
        reach("REFUSING");
        long asked = reader.findCommands();
        reader.lift();

        bench.until("r-1", "POLLING");

        assertEquals(asked + 2, reader.findCommands());
    }

    @Test
    void aCardWithoutAServerIsReportedAndReadWhenTheLinkComes() {
        reader.lift();
        bench.server.cut();
        reader.insert(new FakeCard());
        bench.until("r-1", "AWAITING_LINK");
        assertEquals(List.of(FailureCode.LINK_CLOSED), bench.failures());
        assertTrue(bench.server.heard().isEmpty());

        bench.server.open();
        bench.until("r-1", "PRESENT");
    }

    @Test
    void aStopInASessionIsToldToTheServer() {
        bench.until("r-1", "RELAYING");
        bench.terminal.stop("r-1");
        bench.loop.pass(1000);

        assertEquals(FailureCode.TERMINAL_STOPPED.number(), told().code());
        assertEquals("STOPPED", bench.state("r-1"));
    }

    @Test
    void aLateMessageForAnEndedSessionIsDropped() {
        bench.server.stallAt(MessageType.FIND_CONFIRM);
        bench.until("r-1", "CONFIRMING_FIND");
        Frame confirm = bench.server.heard(MessageType.FIND_CONFIRM).get(0);
        bench.until("r-1", "FINDING");
        UUID second =
                bench.server.heard(MessageType.FIND_REQUEST).get(1).header().session();

        bench.server.deliver(bench.server.receipt(confirm));
        assertEquals("FINDING", bench.state("r-1"));

        assertNotEquals(second, confirm.header().session());
    }

    @Test
    void theNextCardIsAnotherPresenceAndTheFirstOneIsToldGone() {
        bench.until("r-1", "PRESENT");
        assertNextCardReads();

        Awaitility.await().until(() -> bench.delivered.size() == 2);
        assertNotEquals(
                bench.delivered.get(0).presence().id(),
                bench.delivered.get(1).presence().id());
        Awaitility.await()
                .until(() -> bench.events.stream()
                                .filter(ReadingEvent.CardGone.class::isInstance)
                                .count()
                        == 1);
    }

    private void reach(String state) {
        switch (state) {
            case "CHECKING" -> reader.deafTo(command -> command.equals(CardCommand.GET_CHALLENGE));
            case "PAUSING" -> bench.server.on(MessageType.FIND_REQUEST, to -> fails(to, FailureCode.QUEUE_FULL));
            case "REFUSING" -> bench.server.on(MessageType.FIND_REQUEST, to -> fails(to, FailureCode.NO_VERIFIER));
            case "AWAITING_LINK" -> bench.server.cut();
            case "POLLING" -> reader.lift();
            default -> {
                // The read itself leads there.
            }
        }
        bench.until("r-1", state);
        reader.deafTo(command -> false);
    }

    private List<Frame> fails(Frame to, FailureCode code) {
        bench.server.on(MessageType.FIND_REQUEST, bench.server::findResponse);
        return List.of(bench.server.own(to, Failure.of(code, "on demand")));
    }

    private Failure told() {
        try {
            return (Failure) bench.server.heard(MessageType.FAILURE).get(0).message();
        } catch (WireException e) {
            throw new AssertionError(e);
        }
    }

    private void assertNextCardReads() {
        long reads = bench.status("r-1").tally().reads();
        reader.lift();
        bench.loop.pass(5000);
        reader.insert(new FakeCard());
        bench.until("r-1", "PRESENT");
        assertEquals(reads + 1, bench.status("r-1").tally().reads());
    }

    private void assertNothingLeft() {
        int air = reader.air().size();
        int sent = bench.server.heard().size();
        assertEquals(List.of(), bench.terminal.readers());
        bench.loop.pass(TerminalsServer.ANSWER_MILLIS);
        assertEquals(0, bench.loop.pending());
        bench.loop.pass(60_000);
        assertEquals(air, reader.air().size());
        assertEquals(sent, bench.server.heard().size());
    }
}
