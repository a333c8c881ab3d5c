package org.idrelay.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.idrelay.api.Bytes;
import org.idrelay.api.Party;
import org.idrelay.api.verifier.Capability;
import org.idrelay.api.verifier.CardAnswer;
import org.idrelay.api.verifier.CardExchange;
import org.idrelay.card.CardCommand;
import org.idrelay.card.SamScript;
import org.idrelay.wire.CardAnswers;
import org.idrelay.wire.CardCommands;
import org.idrelay.wire.FindConfirm;
import org.idrelay.wire.FindRequest;
import org.idrelay.wire.FindResponse;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Header;
import org.idrelay.wire.Identity;
import org.idrelay.wire.Message;
import org.idrelay.wire.ReadRequest;
import org.idrelay.wire.SelectConfirm;
import org.idrelay.wire.SelectRequest;
import org.idrelay.wire.SelectResponse;

/** The messages of one read of text and photo, literal order and one command at a time, with made-up content. */
final class Conversation {

    static final FindRequest FIND_REQUEST =
            new FindRequest("reader-1", 8000, 1, FindRequest.Order.LITERAL, Set.of(Capability.TEXT_PHOTO), Bytes.EMPTY);
    static final FindResponse FIND_RESPONSE = new FindResponse(Bytes.EMPTY, bytes(3));
    static final FindConfirm FIND_CONFIRM = new FindConfirm(Bytes.EMPTY, bytes(12));

    private static final int RECORD_LENGTH = 3072;
    private static final int STATUS_LENGTH = 2;
    private static final int LENGTH_AT = 4;

    private final UUID session = new UUID(0x1234_5678_9abc_def0L, 0x8fed_cba9_8765_4321L);
    private final List<Frame> afterFindConfirm = new ArrayList<>();
    private long terminals = 2;
    private long verifiers = 1;

    Conversation() {
        add(new SelectRequest());
        add(new SelectResponse(bytes(9)));
        add(new SelectConfirm(bytes(1), bytes(8)));
        add(new ReadRequest(
                Set.of(Capability.TEXT_PHOTO),
                List.of(
                        new CardExchange(bytes(7), CardAnswer.of(bytes(2))),
                        new CardExchange(bytes(5), CardAnswer.of(bytes(34))))));
        exchange(CardCommand.internalAuthenticate(bytes(8)), 8);
        exchange(CardCommand.GET_CHALLENGE, 8);
        exchange(CardCommand.externalAuthenticate(bytes(8)), 0);
        for (Bytes read : SamScript.fileReads(false)) {
            exchange(read, read.at(1) == 0xB0 ? read.at(LENGTH_AT) : 0);
        }
        add(new Identity(List.of(bytes(RECORD_LENGTH))));
    }

    /** All that come after FIND CONFIRM, in their order. */
    List<Frame> afterFindConfirm() {
        return List.copyOf(afterFindConfirm);
    }

    /** One of the first three. */
    Frame first(Message message, long sequence) {
        return Frame.of(header(message, sequence), message);
    }

    static boolean isTerminals(Frame frame) {
        return frame.header().type().origin().orElse(Party.TERMINAL) == Party.TERMINAL;
    }

    private void exchange(Bytes command, int answerLength) {
        add(new CardCommands(List.of(command)));
        add(new CardAnswers(List.of(CardAnswer.of(bytes(answerLength + STATUS_LENGTH)))));
    }

    private void add(Message message) {
        Frame counted = Frame.of(header(message, 0), message);
        long sequence = isTerminals(counted) ? terminals++ : verifiers++;
        afterFindConfirm.add(new Frame(header(message, sequence), counted.clear(), counted.body()));
    }

    private Header header(Message message, long sequence) {
        return new Header(message.type(), false, session, 3, 17, sequence, Header.NONE);
    }

    private static Bytes bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (31 * i + 7);
        }
        return Bytes.of(bytes);
    }
}
