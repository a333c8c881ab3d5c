package org.idrelay.wire;

import java.util.List;
import org.idrelay.api.Bytes;

/**
 * Step 25, verifier to terminal: commands for the card, to be run in order.
 *
 * @param commands each without CRC_B. Body: 2 count bytes, at least 1; each 2 length bytes and the rest
 */
public record CardCommands(List<Bytes> commands) implements Message {

    @Override
    public MessageType type() {
        return MessageType.CARD_COMMANDS;
    }

    @Override
    public void encodeBody(WireWriter out) {
        out.u16(commands.size());
        commands.forEach(out::bytes);
    }

    static CardCommands decode(WireReader clear, WireReader body) throws WireException {
        return new CardCommands(body.list(2, WireReader::bytes));
    }
}
