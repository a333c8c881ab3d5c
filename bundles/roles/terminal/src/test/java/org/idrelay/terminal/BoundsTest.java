package org.idrelay.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.card.CardCommand;
import org.idrelay.operations.reading.ReadingEvent;
import org.idrelay.operations.reading.ReadingEvent.ReadFailed;
import org.idrelay.wire.CardAnswers;
import org.idrelay.wire.CardCommands;
import org.idrelay.wire.Failure;
import org.idrelay.wire.Frame;
import org.idrelay.wire.MessageType;
import org.idrelay.wire.Queued;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every wait ends with a code, every card is read again only so often. */
class BoundsTest {

    private static final TerminalSettings.Reading READING = TerminalSettings.Reading.DEFAULT;

    private final TerminalBench bench = new TerminalBench();
    private final FakeReader reader = bench.reader("r-1");

    @AfterEach
    void close() {
        bench.close();
    }

    @ParameterizedTest
    @EnumSource(
            names = {"FIND_REQUEST", "FIND_CONFIRM", "SELECT_REQUEST", "SELECT_CONFIRM", "READ_REQUEST", "CARD_ANSWERS"
            })
    void anAnswerThatNeverComesIsATimeout(MessageType stalled) {
        bench.server.stallAt(stalled);
        reader.insert(new FakeCard());
        bench.until("r-1", "FINDING");

        bench.loop.pass(READING.answerTimeoutMillis() + 500);

        assertEquals(List.of(FailureCode.ANSWER_TIMEOUT), bench.failures());
        assertEquals(1, bench.server.heard(MessageType.FAILURE).size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECTING", "READING_FIRST", "RELAYING", "RESTARTING", "POLLING", "PRESENT"})
    void aReaderThatNeverAnswersIsATimeoutAndIsTriedAgain(String state) {
        reader.insert(new FakeCard());
        bench.until("r-1", state);
        reader.mute(true);
        bench.loop.pass(3000);
        assertEquals(
                Optional.of(FailureCode.READER_TIMEOUT),
                bench.status("r-1").tally().lastFailure());

        reader.mute(false);
        reader.lift();
        bench.until("r-1", "POLLING");
        reader.insert(new FakeCard());
        bench.until("r-1", "PRESENT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECTING", "READING_FIRST", "RELAYING", "RESTARTING", "POLLING", "PRESENT"})
    void aReaderThatReportsAFaultIsTriedAgainAfterAPause(String state) {
        reader.insert(new FakeCard());
        bench.until("r-1", state);
        reader.fault(Optional.of(FailureCode.READER_FAULT));
        bench.until("r-1", "PAUSING");
        int before = reader.air().size();
        bench.loop.pass(20_000);
        assertEquals(before, reader.air().size());
        assertEquals(
                Optional.of(FailureCode.READER_FAULT),
                bench.status("r-1").tally().lastFailure());

        reader.fault(Optional.empty());
        reader.lift();
        bench.until("r-1", "POLLING");
        reader.insert(new FakeCard());
        bench.until("r-1", "PRESENT");
    }

    @Test
    void aSessionInTheQueueWaitsAsLongAsTheCardStaysAndNoLonger() {
        bench.server.on(
                MessageType.FIND_REQUEST,
                to -> List.of(bench.server.own(to, new Queued(2, 0)), bench.server.own(to, new Queued(1, 0))));
        reader.insert(new FakeCard());
        bench.until("r-1", "FINDING");

        bench.loop.pass(READING.cardStayMillis());
        assertEquals("FINDING", bench.state("r-1"));
        bench.loop.pass(READING.answerTimeoutMillis() + 100);

        assertEquals(FailureCode.ANSWER_TIMEOUT, bench.failures().get(0));
        assertEquals(
                List.of(2, 1),
                bench.events.stream()
                        .filter(ReadingEvent.Queued.class::isInstance)
                        .map(event -> ((ReadingEvent.Queued) event).position())
                        .limit(2)
                        .toList());
    }

    @Test
    void manyPlacesInTheQueueExtendTheWaitOnce() {
        bench.server.stallAt(MessageType.FIND_REQUEST);
        reader.insert(new FakeCard());
        bench.until("r-1", "FINDING");
        Frame request = bench.server.heard(MessageType.FIND_REQUEST).get(0);
        int end = READING.cardStayMillis() + READING.answerTimeoutMillis();

        for (int waited = 0; waited < end; waited += 1000) {
            assertEquals("FINDING", bench.state("r-1"));
            bench.server.deliver(bench.server.own(request, new Queued(1, 0)));
            bench.loop.pass(1000);
        }

        assertEquals(List.of(FailureCode.ANSWER_TIMEOUT), bench.failures());
    }

    @Test
    void aCardIsReadAgainOnlySoOftenAndOnlyAfterPauses() {
        failAt(MessageType.FIND_REQUEST, FailureCode.VERIFIER_TIMEOUT);
        reader.insert(new FakeCard());

        bench.until("r-1", "REFUSING");
        bench.loop.pass(60_000);

        assertEquals("REFUSING", bench.state("r-1"));
        assertEquals(
                1 + READING.maxRereads(),
                bench.server.heard(MessageType.FIND_REQUEST).size());
        assertEquals(1 + READING.maxRereads(), bench.failures().size());
        assertEquals(
                List.of(true, true, true, false),
                bench.failed().stream().map(ReadFailed::retrying).toList());
        assertEquals(1 + READING.maxRereads(), bench.status("r-1").tally().failures());
    }

    @Test
    void aRereadThatSucceedsDeliversOnce() {
        bench.server.on(MessageType.READ_REQUEST, to -> {
            bench.server.on(MessageType.READ_REQUEST, bench.server::next);
            return List.of(bench.server.reply(to, Failure.of(FailureCode.VERIFIER_GONE, "")));
        });
        reader.insert(new FakeCard());

        bench.until("r-1", "PRESENT");

        assertEquals(2, bench.server.heard(MessageType.FIND_REQUEST).size());
        assertEquals(1, bench.status("r-1").tally().reads());
    }

    @Test
    void aFailureThatMayNotBeRetriedEndsTheMatterUntilTheCardLeft() {
        failAt(MessageType.FIND_REQUEST, FailureCode.NO_VERIFIER);
        reader.insert(new FakeCard());
        bench.until("r-1", "REFUSING");
        bench.loop.pass(10_000);
        assertEquals(1, bench.server.heard(MessageType.FIND_REQUEST).size());

        reader.lift();
        bench.until("r-1", "POLLING");
        reader.insert(new FakeCard());
        bench.until("r-1", "FINDING");

        assertEquals(2, bench.server.heard(MessageType.FIND_REQUEST).size());
    }

    @Test
    void aCardThatIsNoIdentityCardIsReportedOnceAndNeverReachesTheServer() {
        reader.insert(new FakeCard(Bytes.ofHex("50 01020304 00000000 008181")));
        bench.until("r-1", "REFUSING");
        bench.loop.pass(10_000);

        assertEquals(List.of(FailureCode.CARD_UNSUPPORTED), bench.failures());
        assertTrue(bench.server.heard().isEmpty());
        reader.lift();
        bench.until("r-1", "POLLING");
        reader.insert(new FakeCard());
        bench.until("r-1", "PRESENT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"050000", "050008", ""})
    void noFindCommandOfTheVerifierGoesOnAirAndNoEmptyCommand(String command) {
        bench.server.on(
                MessageType.READ_REQUEST,
                to -> List.of(bench.server.reply(
                        to, new CardCommands(List.of(CardCommand.GET_CHALLENGE, Bytes.ofHex(command))))));
        reader.insert(new FakeCard());
        bench.until("r-1", "PAUSING");

        assertEquals(List.of(FailureCode.FRAME_MALFORMED), bench.failures());
        assertEquals(0, reader.count(CardCommand.GET_CHALLENGE));
        assertEquals(0, reader.count(CardCommand.WUPB));
    }

    @Test
    void commandsAreRunInOrderUpToTheFirstThatFails() throws Exception {
        Bytes unknown = Bytes.ofHex("00FF000000");
        bench.server.on(
                MessageType.READ_REQUEST,
                to -> List.of(bench.server.reply(
                        to,
                        new CardCommands(List.of(CardCommand.GET_CHALLENGE, unknown, CardCommand.SELECT_FIRST_FILE)))));
        reader.insert(new FakeCard());
        bench.until("r-1", "CHECKING");
        long selects = reader.count(CardCommand.SELECT_FIRST_FILE);
        bench.until("r-1", "READING");

        var frame = bench.server.heard(MessageType.CARD_ANSWERS).get(0);
        var answers = ((CardAnswers) frame.message()).answers();
        assertEquals(2, answers.size());
        assertTrue(answers.get(0).isSuccess());
        assertFalse(answers.get(1).isSuccess());
        assertEquals(2, frame.header().replyTo());
        assertEquals(selects, reader.count(CardCommand.SELECT_FIRST_FILE));
    }

    @Test
    void aRecordThatIsNoneFailsAndIsNotReadAgain() {
        bench.server.record(Bytes.ofHex("AAAAAA9669000400009094"));
        reader.insert(new FakeCard());
        bench.until("r-1", "REFUSING");

        assertEquals(List.of(FailureCode.RECORD_MALFORMED), bench.failures());
        assertTrue(bench.server.heard(MessageType.FAILURE).isEmpty());
        assertTrue(bench.delivered.isEmpty());
    }

    @Test
    void anotherKindOfDocumentFailsAndIsNotReadAgain() {
        bench.server.record(Records.hostFrame("Z"));
        reader.insert(new FakeCard());
        bench.until("r-1", "REFUSING");

        assertEquals(List.of(FailureCode.RECORD_UNSUPPORTED), bench.failures());
        assertTrue(bench.delivered.isEmpty());
    }

    private void failAt(MessageType type, FailureCode code) {
        bench.server.on(type, to -> List.of(bench.server.own(to, Failure.of(code, "on demand"))));
    }
}
