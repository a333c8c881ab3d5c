package org.idrelay.wire;

import java.util.List;
import org.idrelay.api.verifier.CardAnswer;

/**
 * Step 25, terminal to verifier: what the card answered. Ends with the first answer that is not 9000.
 *
 * @param answers Body: 2 count bytes; each an RF status byte, then the answer without CRC_B (2 length bytes and the rest)
 */
public record CardAnswers(List<CardAnswer> answers) implements Message {

    static void encode(CardAnswer answer, WireWriter out) {
        out.u8(answer.rfStatus()).bytes(answer.data());
    }

    static CardAnswer answer(WireReader in) throws WireException {
        return new CardAnswer(in.u8(), in.bytes());
    }

    @Override
    public MessageType type() {
        return MessageType.CARD_ANSWERS;
    }

    @Override
    public void encodeBody(WireWriter out) {
        out.u16(answers.size());
        answers.forEach(answer -> encode(answer, out));
    }

    static CardAnswers decode(WireReader clear, WireReader body) throws WireException {
        return new CardAnswers(body.list(3, CardAnswers::answer));
    }
}
