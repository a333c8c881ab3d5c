package org.idrelay.terminal;

import java.util.List;
import java.util.Optional;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.card.Atqb;
import org.idrelay.card.CardCommand;
import org.idrelay.card.MalformedException;
import org.idrelay.card.TypeBFrame;
import org.idrelay.wire.FindResponse;
import org.idrelay.wire.Header;
import org.idrelay.wire.SelectResponse;

/** What the first processing module accepts, in steps 3, 9, 18 and 25: nothing is confirmed that did not pass here. */
final class Judgement {

    /** What fits a type B frame of 256 bytes beside its CRC_B. */
    private static final int MAX_COMMAND_LENGTH = 254;

    private Judgement() {}

    /**
     * Step 3: the find-confirm data in what answered a find command: CRC_B good, 12 bytes, the first of them 0x50.
     *
     * @throws MalformedException if it is anything else
     */
    static Atqb findConfirmData(Bytes frame) throws MalformedException {
        return Atqb.of(TypeBFrame.open(frame));
    }

    /** Step 9: empty if the response is in this session, answers the find request just sent and carries REQB or WUPB. */
    static Optional<FailureCode> refusalOf(FindResponse response, Header header, SessionHeaders session) {
        if (!session.isAnswer(header)) {
            return Optional.of(FailureCode.FIND_RESPONSE_UNRELATED);
        }
        return CardCommand.isReqbOrWupb(response.data())
                ? Optional.empty()
                : Optional.of(FailureCode.FIND_RESPONSE_MALFORMED);
    }

    /** Step 18: empty if the response is in this session, answers the select request and carries this card's ATTRIB. */
    static Optional<FailureCode> refusalOf(SelectResponse response, Header header, SessionHeaders session, Atqb atqb) {
        if (!session.isAnswer(header)) {
            return Optional.of(FailureCode.SELECT_RESPONSE_UNRELATED);
        }
        return CardCommand.isAttribFor(response.data(), atqb.pupi())
                ? Optional.empty()
                : Optional.of(FailureCode.SELECT_RESPONSE_MALFORMED);
    }

    /** Step 25: whether all of these may go on air. A find command may not: no card is looked for in a session. */
    static boolean mayBeSent(List<Bytes> commands) {
        return !commands.isEmpty()
                && commands.stream()
                        .allMatch(command -> !command.isEmpty()
                                && command.length() <= MAX_COMMAND_LENGTH
                                && !CardCommand.isReqbOrWupb(command));
    }
}
