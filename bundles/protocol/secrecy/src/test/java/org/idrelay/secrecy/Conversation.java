package org.idrelay.secrecy;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.verifier.Capability;
import org.idrelay.api.verifier.CardAnswer;
import org.idrelay.api.verifier.CardExchange;
import org.idrelay.wire.CardAnswers;
import org.idrelay.wire.CardCommands;
import org.idrelay.wire.Failure;
import org.idrelay.wire.FindConfirm;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Header;
import org.idrelay.wire.Identity;
import org.idrelay.wire.Message;
import org.idrelay.wire.MessageType;
import org.idrelay.wire.ReadRequest;
import org.idrelay.wire.SelectConfirm;
import org.idrelay.wire.SelectRequest;
import org.idrelay.wire.SelectResponse;

/** One of every message that is sealed, in the order of a read. */
final class Conversation {

    static final List<Frame> MESSAGES = List.of(
            frame(1, new FindConfirm(bytes(7), bytes(12))),
            frame(2, new SelectRequest()),
            frame(1, new SelectResponse(bytes(9))),
            frame(3, new SelectConfirm(bytes(1), bytes(8))),
            frame(
                    4,
                    new ReadRequest(
                            Set.of(Capability.TEXT_PHOTO),
                            List.of(new CardExchange(bytes(7), CardAnswer.of(bytes(34)))))),
            frame(2, new CardCommands(List.of(bytes(5)))),
            frame(5, new CardAnswers(List.of(CardAnswer.of(bytes(10))))),
            frame(3, new Identity(List.of(bytes(40)))),
            frame(6, Failure.of(FailureCode.CARD_GONE, "the card is gone")));

    private Conversation() {}

    static Frame of(MessageType type) {
        return MESSAGES.stream()
                .filter(frame -> frame.header().type() == type)
                .findFirst()
                .orElseThrow();
    }

    private static Frame frame(long sequence, Message message) {
        return Frame.of(
                Header.bare(message.type(), new UUID(1, 2), sequence, Header.NONE)
                        .withLease(3, 4),
                message);
    }

    private static Bytes bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i + 1);
        }
        return Bytes.of(bytes);
    }
}
