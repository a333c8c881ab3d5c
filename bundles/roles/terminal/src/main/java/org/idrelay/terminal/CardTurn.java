package org.idrelay.terminal;

import java.util.List;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.verifier.CardAnswer;
import org.idrelay.card.CardCommand;
import org.idrelay.terminal.Judgement.Refusal;
import org.idrelay.terminal.SessionCourse.State;

/** What a session does where it is the card's turn: after its answer to one command comes the next, or a message. Pure. */
final class CardTurn {

    private static final Outcome ASK_PRESENCE = new Outcome.Exchange(CardCommand.GET_UNIQUE_ID);

    private final SessionCourse course;
    private final ReadSteps steps;
    private final ReadProgress progress;
    private final Silences silences = new Silences();

    CardTurn(SessionCourse course, ReadSteps steps, ReadProgress progress) {
        this.course = course;
        this.steps = steps;
        this.progress = progress;
    }

    List<Outcome> answered(Bytes data) {
        return switch (course.state()) {
            case SELECTING -> selecting(CardAnswer.of(data));
            case READING_FIRST -> readingFirst(CardAnswer.of(data));
            case RELAYING -> relaying(CardAnswer.of(data));
            case CHECKING -> relaying(CardAnswer.silent());
            case FINDING, CONFIRMING_FIND, REQUESTING_SELECT, CONFIRMING_SELECT, READING, ENDED ->
                course.ignore("card answer");
        };
    }

    List<Outcome> garbled() {
        return switch (course.state()) {
            case SELECTING, READING_FIRST, RELAYING ->
                course.fail(FailureCode.CARD_ANSWER_MALFORMED, "a card's answer was not readable");
            case CHECKING -> relaying(CardAnswer.silent());
            case FINDING, CONFIRMING_FIND, REQUESTING_SELECT, CONFIRMING_SELECT, READING, ENDED ->
                course.ignore("garbled card answer");
        };
    }

    List<Outcome> silent() {
        return switch (course.state()) {
            case SELECTING, READING_FIRST -> course.fail(FailureCode.CARD_GONE, "the card is silent");
            case RELAYING -> check();
            case CHECKING ->
                silences.areTooMany() ? course.fail(FailureCode.CARD_GONE, "the card is gone") : List.of(ASK_PRESENCE);
            case FINDING, CONFIRMING_FIND, REQUESTING_SELECT, CONFIRMING_SELECT, READING, ENDED ->
                course.ignore("silence");
        };
    }

    /** Steps 11 to 13: the answer to ATTRIB, then the unique id, then SELECT REQUEST. */
    private List<Outcome> selecting(CardAnswer answer) {
        if (steps.answered(answer)) {
            return steps.askUniqueId(answer);
        }
        return Judgement.ofUniqueId(answer)
                .map(this::fail)
                .orElseGet(() -> course.enter(State.REQUESTING_SELECT, "card selected", steps.requestSelect(answer)));
    }

    /** Steps 21 and 22: the answers to the read command and to the read of the first file, then READ REQUEST. */
    private List<Outcome> readingFirst(CardAnswer answer) {
        boolean more = steps.answered(answer);
        return Judgement.ofFirstFile(answer)
                .map(this::fail)
                .orElseGet(() -> more
                        ? steps.readFirstFile(answer)
                        : course.enter(State.READING, "first file read", steps.requestRead(answer)));
    }

    /** Step 25. */
    private List<Outcome> relaying(CardAnswer answer) {
        boolean more = steps.answered(answer);
        progress.relayed();
        return more && answer.isSuccess()
                ? steps.relayNext(answer)
                : course.enter(State.READING, "card answered", steps.answer(answer));
    }

    /** The card was silent in step 25: is it still there? */
    private List<Outcome> check() {
        silences.reset();
        return course.enter(State.CHECKING, "card silent", List.of(ASK_PRESENCE));
    }

    private List<Outcome> fail(Refusal refusal) {
        return course.fail(refusal.code(), refusal.detail());
    }
}
