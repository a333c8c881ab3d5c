package org.idrelay.terminal;

import java.util.List;
import java.util.Optional;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.verifier.CardAnswer;
import org.idrelay.card.Atqb;
import org.idrelay.card.CardCommand;
import org.idrelay.card.MalformedException;
import org.idrelay.card.TypeBFrame;
import org.idrelay.wire.CardCommands;
import org.idrelay.wire.FindResponse;
import org.idrelay.wire.Header;
import org.idrelay.wire.SelectResponse;

/**
 * What the first processing module accepts, from server, verifier and card: nothing is confirmed in steps 9 and 18 that did
 * not pass here. Each but step 3 is empty if it is accepted.
 */
final class Judgement {

    /**
     * Why something is not accepted.
     *
     * @param detail words for operators, without card data
     */
    record Refusal(FailureCode code, String detail) {}

    private Judgement() {}

    /**
     * Step 3: the find-confirm data in what answered a find command: CRC_B good, 12 bytes, the first of them 0x50.
     *
     * @throws MalformedException if it is anything else
     */
    static Atqb findConfirmData(Bytes frame) throws MalformedException {
        return Atqb.of(TypeBFrame.open(frame));
    }

    /** Step 9: a response in this session that answers the find request just sent and carries REQB or WUPB. */
    static Optional<Refusal> of(FindResponse response, Header header, SessionHeaders session) {
        if (!session.isAnswer(header)) {
            return refused(FailureCode.FIND_RESPONSE_UNRELATED, "find response refused");
        }
        return CardCommand.isReqbOrWupb(response.data())
                ? Optional.empty()
                : refused(FailureCode.FIND_RESPONSE_MALFORMED, "find response refused");
    }

    /** Step 12: an answer to the unique id command that holds one. */
    static Optional<Refusal> ofUniqueId(CardAnswer answer) {
        if (!answer.isSuccess()) {
            return refused(FailureCode.CARD_REFUSED, "no unique id");
        }
        return answer.data().length() < CardCommand.UNIQUE_ID_LENGTH + CardCommand.STATUS_LENGTH
                ? refused(FailureCode.CARD_ANSWER_MALFORMED, "unique id cut short")
                : Optional.empty();
    }

    /** Step 18: a response in this session that answers the select request and carries this card's ATTRIB. */
    static Optional<Refusal> of(SelectResponse response, Header header, SessionHeaders session, Atqb atqb) {
        if (!session.isAnswer(header)) {
            return refused(FailureCode.SELECT_RESPONSE_UNRELATED, "select response refused");
        }
        return CardCommand.isAttribFor(response.data(), atqb.pupi())
                ? Optional.empty()
                : refused(FailureCode.SELECT_RESPONSE_MALFORMED, "select response refused");
    }

    /** Step 21: an answer to the read command or to the first file's. */
    static Optional<Refusal> ofFirstFile(CardAnswer answer) {
        return answer.isSuccess()
                ? Optional.empty()
                : refused(FailureCode.CARD_REFUSED, "the first file cannot be read");
    }

    /** Step 25: commands that may all go on air. A find command may not: no card is looked for in a session. */
    static Optional<Refusal> of(CardCommands commands) {
        List<Bytes> all = commands.commands();
        return !all.isEmpty() && all.stream().allMatch(Judgement::mayBeSent)
                ? Optional.empty()
                : refused(FailureCode.FRAME_MALFORMED, "commands that no card may be sent");
    }

    private static boolean mayBeSent(Bytes command) {
        return !command.isEmpty()
                && command.length() <= TypeBFrame.MAX_DATA_LENGTH
                && !CardCommand.isReqbOrWupb(command);
    }

    private static Optional<Refusal> refused(FailureCode code, String detail) {
        return Optional.of(new Refusal(code, detail));
    }
}
