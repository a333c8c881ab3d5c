package org.idrelay.terminal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.card.CardCommand;
import org.idrelay.card.SamScript;
import org.idrelay.link.Link;
import org.idrelay.link.LinkHandler;
import org.idrelay.link.ManualLoop;
import org.idrelay.wire.CardCommands;
import org.idrelay.wire.FindResponse;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Header;
import org.idrelay.wire.Identity;
import org.idrelay.wire.Message;
import org.idrelay.wire.MessageType;
import org.idrelay.wire.Receipt;
import org.idrelay.wire.Role;
import org.idrelay.wire.SelectResponse;

/** Server and verifier in one, at the other end of the terminal's link: serves every session, or as it is told. */
final class TerminalsServer implements Link {

    static final int ANSWER_MILLIS = 10;
    static final long VERIFIER = 3;
    static final long TERM = 17;

    private final ManualLoop loop;
    private final LinkHandler handler;
    private final List<Frame> heard = new ArrayList<>();
    private final Map<MessageType, Function<Frame, List<Frame>>> replies = new EnumMap<>(MessageType.class);
    private final Map<UUID, Long> sequences = new HashMap<>();
    private final Map<UUID, Deque<Bytes>> scripts = new HashMap<>();
    private Bytes record = Records.hostFrame();
    private Optional<VerifierEnd> keyEnd = Optional.empty();

    TerminalsServer(ManualLoop loop, LinkHandler handler) {
        this.loop = loop;
        this.handler = handler;
        replies.put(MessageType.FIND_REQUEST, this::findResponse);
        replies.put(MessageType.FIND_CONFIRM, frame -> List.of(receipt(frame)));
        replies.put(
                MessageType.SELECT_REQUEST,
                frame -> List.of(reply(frame, new SelectResponse(CardCommand.attrib(FakeCard.ATQB.slice(1, 5))))));
        replies.put(MessageType.SELECT_CONFIRM, frame -> List.of(receipt(frame)));
        replies.put(MessageType.READ_REQUEST, this::next);
        replies.put(MessageType.CARD_ANSWERS, this::next);
    }

    void open() {
        handler.opened(this);
    }

    void cut() {
        handler.closed(this, FailureCode.LINK_CLOSED);
    }

    /** Answers such messages so instead. */
    void on(MessageType type, Function<Frame, List<Frame>> reply) {
        replies.put(type, reply);
    }

    /** Leaves such messages without an answer. */
    void stallAt(MessageType type) {
        replies.put(type, frame -> List.of());
    }

    /** Seals and opens from now on. */
    void agreeWith(VerifierEnd end) {
        keyEnd = Optional.of(end);
    }

    /** What the verifier hands out at the end. */
    void record(Bytes hostFrame) {
        record = hostFrame;
    }

    List<Frame> heard() {
        return List.copyOf(heard);
    }

    List<Frame> heard(MessageType type) {
        return heard.stream().filter(frame -> frame.header().type() == type).toList();
    }

    /** A verifier's message in reply to a terminal's. */
    Frame reply(Frame to, Message message) {
        return answer(to, message, sequences.merge(to.header().session(), 1L, Long::sum) - 1);
    }

    /** A server's own message in reply to a terminal's. */
    Frame own(Frame to, Message message) {
        return answer(to, message, Header.NONE);
    }

    private static Frame answer(Frame to, Message message, long sequence) {
        return Frame.of(Header.answerTo(to.header(), message.type(), sequence).withLease(VERIFIER, TERM), message);
    }

    Frame receipt(Frame to) {
        return own(to, new Receipt());
    }

    List<Frame> findResponse(Frame to) {
        return List.of(reply(to, new FindResponse(Bytes.EMPTY, CardCommand.REQB)));
    }

    void deliver(Frame frame) {
        handler.received(this, frame);
    }

    /** The verifier's next card command, or the record when none is left. */
    List<Frame> next(Frame frame) {
        Deque<Bytes> script = scripts.computeIfAbsent(frame.header().session(), session -> script());
        Message message =
                script.isEmpty() ? new Identity(List.of(record)) : new CardCommands(List.of(script.removeFirst()));
        return List.of(reply(frame, message));
    }

    private static Deque<Bytes> script() {
        Bytes eight = Bytes.of(new byte[8]);
        Deque<Bytes> script = new ArrayDeque<>();
        script.add(CardCommand.internalAuthenticate(eight));
        script.add(CardCommand.GET_CHALLENGE);
        script.add(CardCommand.externalAuthenticate(eight));
        script.addAll(SamScript.fileReads(false));
        return script;
    }

    @Override
    public void send(Frame frame) {
        heard.add(frame);
        Frame open = keyEnd.map(end -> end.incoming(frame)).orElse(frame);
        Function<Frame, List<Frame>> reply = replies.getOrDefault(frame.header().type(), unknown -> List.of());
        for (Frame answer : reply.apply(open)) {
            Frame onLink = keyEnd.map(end -> end.outgoing(answer)).orElse(answer);
            loop.after(ANSWER_MILLIS, () -> deliver(onLink));
        }
    }

    @Override
    public String id() {
        return "server-link";
    }

    @Override
    public Role peerRole() {
        return Role.SERVER;
    }

    @Override
    public String peer() {
        return "server-1";
    }

    @Override
    public String address() {
        return "127.0.0.1:0";
    }

    @Override
    public void close(FailureCode code) {
        handler.closed(this, code);
    }
}
