package org.idrelay.wire;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.Party;
import org.idrelay.api.verifier.Capability;
import org.idrelay.api.verifier.CardAnswer;
import org.idrelay.api.verifier.CardExchange;
import org.idrelay.api.verifier.VerifierState;

/** One frame for each message, in the order of {@code docs/protocol.md}, whose bytes they are. */
final class Examples {

    static final UUID SESSION = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");

    private static final long VERIFIER = 3;
    private static final long TERM = 17;

    private Examples() {}

    /** Every example by the title that it has in the document. */
    static Map<String, Frame> all() {
        Map<String, Frame> all = new LinkedHashMap<>();
        for (Message message : linkMessages()) {
            all.put(title(message), Frame.ofLink(message));
        }
        long fromTerminal = 0;
        long fromVerifier = 0;
        for (Message message : sessionMessages()) {
            boolean terminal = message.type().origin().orElseThrow() == Party.TERMINAL;
            long sequence = terminal ? fromTerminal++ : fromVerifier++;
            boolean first = message instanceof FindRequest;
            boolean answers = !(message instanceof FindRequest
                    || message instanceof SelectRequest
                    || message instanceof ReadRequest);
            long replyTo = answers ? (terminal ? fromVerifier : fromTerminal) - 1 : Header.NONE;
            all.put(title(message), session(message, first ? 0 : VERIFIER, first ? 0 : TERM, sequence, replyTo));
        }
        all.put("QUEUED", session(new Queued(2, 1500), 0, 0, Header.NONE, 0));
        all.put("RECEIPT", session(new Receipt(), VERIFIER, TERM, Header.NONE, 1));
        all.put(
                "FAILURE in a session",
                session(Failure.of(FailureCode.CARD_GONE, "card left at step 25"), VERIFIER, TERM, 5, Header.NONE));
        all.put("FAILURE of a link", Frame.ofLink(Failure.of(FailureCode.VERSION_UNSUPPORTED, "versions 1 to 1 here")));
        all.put("READER_COMMAND", reader(new ReaderCommand(ReaderCommand.Action.EXCHANGE, 200, REQB), 0, Header.NONE));
        all.put("READER_ANSWER", reader(new ReaderAnswer(true, ATQB.plus(Bytes.ofHex("216b"))), 0, 0));
        return all;
    }

    /** The example with that title. */
    static Frame of(String title) {
        return Objects.requireNonNull(all().get(title), title);
    }

    private static final Bytes REQB = Bytes.ofHex("05000071ff");
    private static final Bytes ATQB = Bytes.ofHex("5000000000d103860c008080");
    private static final Bytes SELECT_FILE = Bytes.ofHex("00a40000026002");

    private static List<Message> linkMessages() {
        return List.of(
                new Hello(1, 1, Role.TERMINAL, "t-01", "IdRelay 1.0.0"),
                new Welcome(1, Role.SERVER, "server-1", "IdRelay 1.0.0", 5000, 65536, 1024),
                new Ping(0x0102030405060708L),
                new Pong(0x0102030405060708L),
                new VerifierAdded(3, "sam-1", EnumSet.allOf(Capability.class), VerifierState.IDLE, 16),
                new VerifierChanged(3, VerifierState.QUARANTINED, "self-test failed"),
                new VerifierRemoved(3));
    }

    private static List<Message> sessionMessages() {
        Bytes read = Bytes.ofHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f9000");
        List<CardExchange> exchanged = new ArrayList<>();
        exchanged.add(new CardExchange(SELECT_FILE, CardAnswer.of(Bytes.ofHex("9000"))));
        exchanged.add(new CardExchange(Bytes.ofHex("80b0000020"), CardAnswer.of(read)));
        return List.of(
                new FindRequest(
                        "reader-1", 8000, 0, FindRequest.Order.LITERAL, EnumSet.of(Capability.TEXT_PHOTO), Bytes.EMPTY),
                new FindResponse(Bytes.EMPTY, Bytes.ofHex("050000")),
                new FindConfirm(Bytes.EMPTY, ATQB),
                new SelectRequest(),
                new SelectResponse(Bytes.ofHex("1d0000000000080108")),
                new SelectConfirm(Bytes.ofHex("08"), Bytes.ofHex("a1a2a3a4a5a6a7a8")),
                new ReadRequest(EnumSet.of(Capability.TEXT_PHOTO), exchanged),
                new CardCommands(List.of(Bytes.ofHex("0084000008"))),
                new CardAnswers(List.of(CardAnswer.of(Bytes.ofHex("b1b2b3b4b5b6b7b89000")))),
                new Identity(List.of(Bytes.ofHex("aaaaaa9669000400004145"))));
    }

    private static String title(Message message) {
        return message.type().name();
    }

    private static Frame session(Message message, long verifier, long term, long sequence, long replyTo) {
        return Frame.of(Header.bare(message.type(), SESSION, sequence, replyTo).withLease(verifier, term), message);
    }

    private static Frame reader(Message message, long sequence, long replyTo) {
        return Frame.of(Header.bare(message.type(), Header.NO_SESSION, sequence, replyTo), message);
    }
}
