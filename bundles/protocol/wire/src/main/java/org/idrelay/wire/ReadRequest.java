package org.idrelay.wire;

import java.util.List;
import java.util.Set;
import org.idrelay.api.verifier.Capability;
import org.idrelay.api.verifier.CardExchange;

/**
 * Steps 22 and 23: the verifier starts its read flow.
 *
 * @param wanted what is to be read, as in VerifierAdded. Body: 2 bytes
 * @param exchanged card commands that the terminal has run already, with their answers. Body: 2 count bytes; each a command (2 length bytes and the rest), an RF status byte, an answer (2 length bytes and the rest)
 */
public record ReadRequest(Set<Capability> wanted, List<CardExchange> exchanged) implements Message {

    @Override
    public MessageType type() {
        return MessageType.READ_REQUEST;
    }

    @Override
    public void encodeBody(WireWriter out) {
        out.capabilities(wanted).u16(exchanged.size());
        for (CardExchange exchange : exchanged) {
            out.bytes(exchange.command());
            CardAnswers.encode(exchange.answer(), out);
        }
    }

    static ReadRequest decode(WireReader clear, WireReader body) throws WireException {
        return new ReadRequest(
                body.capabilities(), body.list(5, in -> new CardExchange(in.bytes(), CardAnswers.answer(in))));
    }
}
