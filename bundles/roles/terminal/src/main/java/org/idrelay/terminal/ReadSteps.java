package org.idrelay.terminal;

import static org.idrelay.terminal.Outcome.join;

import java.util.List;
import org.idrelay.api.Bytes;
import org.idrelay.api.verifier.CardAnswer;
import org.idrelay.card.Atqb;
import org.idrelay.card.CardCommand;
import org.idrelay.card.SamScript;
import org.idrelay.terminal.Outcome.CardEvent;
import org.idrelay.terminal.TerminalSettings.Reading;
import org.idrelay.wire.CardAnswers;
import org.idrelay.wire.FindConfirm;
import org.idrelay.wire.FindRequest;
import org.idrelay.wire.FindResponse;
import org.idrelay.wire.Header;
import org.idrelay.wire.ReadRequest;
import org.idrelay.wire.SelectConfirm;
import org.idrelay.wire.SelectRequest;
import org.idrelay.wire.SelectResponse;

/**
 * What the terminal says in each step of one session: messages to the verifier, commands to the card, and the trace of
 * both. Whether and when it says so is {@link ReadSession}'s to decide. Pure.
 */
final class ReadSteps {

    private final SessionHeaders headers;
    private final Atqb atqb;
    private final Reading settings;
    private CommandRun run = new CommandRun(List.of());
    private SelectConfirm selectConfirm = new SelectConfirm(Bytes.EMPTY, Bytes.EMPTY);
    private long commandsSequence;

    ReadSteps(SessionHeaders headers, Atqb atqb, Reading settings) {
        this.headers = headers;
        this.atqb = atqb;
        this.settings = settings;
    }

    /** Step 4. */
    Outcome requestFind(String reader, String note) {
        FindRequest request = new FindRequest(
                reader,
                settings.cardStayMillis(),
                settings.priorityClass(),
                FindRequest.Order.LITERAL,
                settings.wanted(),
                Bytes.EMPTY);
        return headers.send(request, Header.NONE, note);
    }

    /** Step 9. */
    List<Outcome> confirm(Header header, FindResponse response) {
        return List.of(
                headers.trace(CardEvent.decided(9, "answers this find request", response.data())),
                headers.send(new FindConfirm(Bytes.EMPTY, atqb.bytes()), header.sequence(), ""));
    }

    /** Step 11: ATTRIB, and behind it the unique id command. */
    List<Outcome> select() {
        return run(List.of(CardCommand.attrib(atqb.pupi()), CardCommand.GET_UNIQUE_ID), 11, "ATTRIB");
    }

    /** Step 11, once the card answered ATTRIB. */
    List<Outcome> askUniqueId(CardAnswer attribAnswer) {
        return join(heard(11, "ATTRIB answer", attribAnswer), exchange(11, "unique id command"));
    }

    /** Steps 12 and 13, once the card told its unique id. */
    List<Outcome> requestSelect(CardAnswer uniqueId) {
        selectConfirm =
                new SelectConfirm(run.answers().get(0).data(), uniqueId.data().slice(0, CardCommand.UNIQUE_ID_LENGTH));
        return List.of(
                headers.trace(CardEvent.received(12, "select-confirm data", SessionHeaders.body(selectConfirm))),
                headers.send(new SelectRequest(), Header.NONE, ""));
    }

    /** Step 18. */
    List<Outcome> confirm(Header header, SelectResponse response) {
        return List.of(
                headers.trace(CardEvent.decided(18, "answers this select request", response.data())),
                headers.send(selectConfirm, header.sequence(), ""));
    }

    /** Step 20: the read command, and behind it the read of the first file. */
    List<Outcome> readFirst() {
        return run(SamScript.opening(), 20, "read command");
    }

    /** Step 21, once the card answered the read command. */
    List<Outcome> readFirstFile(CardAnswer readAnswer) {
        return join(heard(21, "read-confirm data", readAnswer), exchange(21, "first file's read command"));
    }

    /** Steps 21 and 22, once the card told the first file. */
    List<Outcome> requestRead(CardAnswer firstFile) {
        ReadRequest request = new ReadRequest(settings.wanted(), run.exchanges());
        return join(heard(21, "read-confirm data", firstFile), List.of(headers.send(request, Header.NONE, "")));
    }

    /** Step 25, towards the card: the verifier's commands. */
    List<Outcome> relay(Header header, List<Bytes> commands) {
        commandsSequence = header.sequence();
        return run(commands, 25, "card command");
    }

    /** Step 25, once the card answered one of them: the next. */
    List<Outcome> relayNext(CardAnswer answer) {
        return join(heard(25, "card answer", answer), exchange(25, "card command"));
    }

    /** Step 25, once the card answered the last one. */
    List<Outcome> answer(CardAnswer last) {
        CardAnswers answers = new CardAnswers(run.answers());
        return join(heard(25, "card answer", last), List.of(headers.send(answers, commandsSequence, "")));
    }

    /** The card answered the command of this run: whether there is another. */
    boolean answered(CardAnswer answer) {
        run.answered(answer);
        return run.hasNext();
    }

    private List<Outcome> run(List<Bytes> commands, int step, String first) {
        run = new CommandRun(commands);
        return exchange(step, first);
    }

    /** The run's next command, to the card. */
    private List<Outcome> exchange(int step, String what) {
        return List.of(headers.trace(CardEvent.sent(step, what, run.next())), new Outcome.Exchange(run.next()));
    }

    private List<Outcome> heard(int step, String what, CardAnswer answer) {
        return List.of(headers.trace(CardEvent.received(step, what, answer.data())));
    }
}
