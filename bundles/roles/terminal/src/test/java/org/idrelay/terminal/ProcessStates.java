package org.idrelay.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.record.CardPresence;
import org.idrelay.card.CardCommand;
import org.idrelay.card.TypeBFrame;
import org.idrelay.wire.CardCommands;
import org.idrelay.wire.Failure;
import org.idrelay.wire.FindResponse;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Header;
import org.idrelay.wire.Identity;
import org.idrelay.wire.Message;
import org.idrelay.wire.MessageType;
import org.idrelay.wire.Receipt;
import org.idrelay.wire.SelectResponse;

/** A read process in any of its states, and every event that can meet it there. */
final class ProcessStates {

    static final Bytes ATQB_FRAME = TypeBFrame.seal(FakeCard.ATQB);
    private static final Bytes PART4_FRAME = TypeBFrame.seal(Bytes.ofHex("50 11223344 00000000 008181"));
    private static final Bytes UNIQUE_ID = FakeCard.UNIQUE_ID.plus(FakeCard.OK);

    private long ids;
    private long verifierSequence;
    private List<Outcome> lastWanted = List.of();
    private Header lastSent = Header.ofLink(MessageType.PING);
    final ReadProcess process =
            new ReadProcess("r-1", TerminalSettings.defaults("t-01", "127.0.0.1:1"), () -> new UUID(1, ++ids));

    /** All states, those within a session under their own names. */
    static List<String> all() {
        List<String> names = new ArrayList<>();
        for (ReaderCourse.State state : ReaderCourse.State.values()) {
            if (state == ReaderCourse.State.IN_SESSION) {
                Arrays.stream(SessionCourse.State.values())
                        .filter(inner -> inner != SessionCourse.State.ENDED)
                        .forEach(inner -> names.add(inner.name()));
            } else {
                names.add(state.name());
            }
        }
        return names;
    }

    /** Every event, under its name in docs/session.md. */
    static Map<String, Function<ProcessStates, List<Outcome>>> events() {
        Map<String, Function<ProcessStates, List<Outcome>>> events = new LinkedHashMap<>();
        events.put("start", at -> at.process.start());
        events.put("stop", at -> at.process.stop());
        events.put("reader gone", at -> at.process.readerGone());
        events.put("reader failed", at -> at.process.readerFailed(FailureCode.READER_FAULT));
        events.put("field reset", at -> at.process.fieldReset());
        events.put("ATQB", at -> at.process.found(ATQB_FRAME, 1));
        events.put("noise", at -> at.process.found(Bytes.ofHex("5000000000"), 1));
        events.put("no answer", at -> at.process.unanswered());
        events.put("card answers", at -> at.process.answered(UNIQUE_ID));
        events.put("garbled", at -> at.process.garbled());
        events.put("silence", at -> at.process.silent());
        events.put("link opens", at -> at.process.linkOpened());
        events.put("link closes", at -> at.process.linkClosed());
        events.put("time over", at -> at.process.timedOut());
        events.put("Receipt", at -> at.hears(new Receipt(), Header.NONE));
        events.put("Failure", at -> at.hears(Failure.of(FailureCode.VERIFIER_GONE, ""), Header.NONE));
        return events;
    }

    /** A process in that state, the way it comes there. */
    static ProcessStates at(String state) {
        ProcessStates at = new ProcessStates();
        at.go(state);
        return at;
    }

    /** The same process on its way to that state; out of PAUSING by a reread. */
    void go(String state) {
        switch (state) {
            case "STOPPED" -> process.linkOpened();
            case "RESTARTING" -> after("STOPPED", process::start);
            case "POLLING" -> {
                if (process.stateName().equals("PAUSING")) {
                    process.timedOut();
                    process.fieldReset();
                } else {
                    after("RESTARTING", process::fieldReset);
                }
            }
            case "AWAITING_LINK" -> {
                go("POLLING");
                process.linkClosed();
                process.found(ATQB_FRAME, 1);
            }
            case "FINDING" -> after("POLLING", () -> process.found(ATQB_FRAME, 1));
            case "CONFIRMING_FIND" -> after("FINDING", () -> says(new FindResponse(Bytes.EMPTY, CardCommand.REQB)));
            case "SELECTING" -> after("CONFIRMING_FIND", () -> hears(new Receipt(), Header.NONE));
            case "REQUESTING_SELECT" -> {
                after("SELECTING", () -> process.answered(CardCommand.ATTRIB_ANSWER));
                note(process.answered(UNIQUE_ID));
            }
            case "CONFIRMING_SELECT" ->
                after(
                        "REQUESTING_SELECT",
                        () -> says(new SelectResponse(CardCommand.attrib(FakeCard.ATQB.slice(1, 5)))));
            case "READING_FIRST" -> after("CONFIRMING_SELECT", () -> hears(new Receipt(), Header.NONE));
            case "READING" -> {
                after("READING_FIRST", () -> process.answered(FakeCard.OK));
                note(process.answered(FakeCard.OK));
            }
            case "RELAYING" -> after("READING", () -> says(new CardCommands(List.of(CardCommand.GET_CHALLENGE))));
            case "CHECKING" -> after("RELAYING", process::silent);
            case "PRESENT" -> after("READING", () -> says(new Identity(List.of(Records.hostFrame()))));
            case "PAUSING" -> after("FINDING", process::timedOut);
            case "REFUSING" -> after("POLLING", () -> process.found(PART4_FRAME, 1));
            default -> throw new AssertionError("no way to " + state);
        }
    }

    /** The presence with which a record was delivered just now. */
    CardPresence delivered() {
        return lastWanted.stream()
                .filter(Outcome.Deliver.class::isInstance)
                .map(outcome -> ((Outcome.Deliver) outcome).presence())
                .findFirst()
                .orElseThrow();
    }

    private interface Event {
        List<Outcome> happen();
    }

    private void after(String state, Event event) {
        go(state);
        note(event.happen());
    }

    /** The verifier's next message, in reply to what was sent last. */
    List<Outcome> says(Message message) {
        return hears(message, verifierSequence++);
    }

    /** A message in reply to what was sent last, with a sequence number of its own. */
    List<Outcome> hears(Message message, long sequence) {
        Header header = Header.answerTo(lastSent, message.type(), sequence)
                .withLease(TerminalsServer.VERIFIER, TerminalsServer.TERM);
        return process.received(Frame.of(header, message));
    }

    private void note(List<Outcome> wanted) {
        lastWanted = wanted;
        for (Outcome outcome : wanted) {
            if (outcome instanceof Outcome.Send send) {
                lastSent = send.header();
                verifierSequence = lastSent.type() == MessageType.FIND_REQUEST ? 0 : verifierSequence;
            }
        }
    }
}
