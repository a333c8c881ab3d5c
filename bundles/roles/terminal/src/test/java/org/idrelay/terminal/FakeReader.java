package org.idrelay.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.card.CardCommand;
import org.idrelay.card.MalformedException;
import org.idrelay.card.TypeBFrame;
import org.idrelay.link.Link;
import org.idrelay.link.LinkHandler;
import org.idrelay.link.ManualLoop;
import org.idrelay.wire.Failure;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Header;
import org.idrelay.wire.Message;
import org.idrelay.wire.ReaderAnswer;
import org.idrelay.wire.ReaderCommand;
import org.idrelay.wire.Role;
import org.idrelay.wire.WireException;
import org.jspecify.annotations.Nullable;

/** A reader at the other end of its link: keeps a log of what went on air and can be told to misbehave. */
final class FakeReader implements Link {

    /** What happened on air. */
    record Air(long atMillis, String what, Bytes data) {}

    static final int ANSWER_MILLIS = 5;

    private final String name;
    private final ManualLoop loop;
    private final LinkHandler handler;
    private final List<Air> air = new ArrayList<>();
    private Predicate<Bytes> deaf = command -> false;
    private Predicate<Bytes> garbling = command -> false;
    private Optional<FailureCode> fault = Optional.empty();
    private boolean mute;
    private boolean fieldOn;
    private int outstanding;
    private @Nullable FakeCard card;
    private Optional<Bytes> noise = Optional.empty();

    FakeReader(String name, ManualLoop loop, LinkHandler handler) {
        this.name = name;
        this.loop = loop;
        this.handler = handler;
    }

    void plugIn() {
        handler.opened(this);
    }

    void unplug() {
        handler.closed(this, FailureCode.READER_GONE);
    }

    void insert(FakeCard inserted) {
        card = inserted;
    }

    void lift() {
        card = null;
    }

    /** The card stays silent to such commands. */
    void deafTo(Predicate<Bytes> commands) {
        deaf = commands;
    }

    /** Answers to such commands come with a wrong CRC_B. */
    void garble(Predicate<Bytes> commands) {
        garbling = commands;
    }

    /** Every find command is answered by these bytes on air. */
    void noise(Bytes frame) {
        noise = Optional.of(frame);
    }

    void quiet() {
        noise = Optional.empty();
    }

    /** From now on every command fails so; or works again. */
    void fault(Optional<FailureCode> code) {
        fault = code;
    }

    /** From now on the reader does not even answer its terminal; or does again. */
    void mute(boolean on) {
        mute = on;
    }

    List<Air> air() {
        return List.copyOf(air);
    }

    /** REQBs and WUPBs on air so far. */
    long findCommands() {
        return air.stream()
                .filter(event -> CardCommand.isReqbOrWupb(event.data()))
                .count();
    }

    long count(Bytes command) {
        return air.stream().filter(event -> event.data().equals(command)).count();
    }

    boolean fieldOn() {
        return fieldOn;
    }

    void answer(long replyTo, Message message) {
        Header header = Header.bare(message.type(), Header.NO_SESSION, replyTo, replyTo);
        handler.received(this, Frame.of(header, message));
    }

    @Override
    public void send(Frame frame) {
        if (mute) {
            return;
        }
        if (++outstanding > 1) {
            throw new AssertionError("two commands at once for reader " + name);
        }
        long number = frame.header().sequence();
        try {
            Message message = outcome((ReaderCommand) frame.message());
            loop.after(ANSWER_MILLIS, () -> {
                outstanding--;
                answer(number, message);
            });
        } catch (WireException | MalformedException e) {
            throw new AssertionError(e);
        }
    }

    private Message outcome(ReaderCommand command) throws MalformedException {
        if (fault.isPresent()) {
            return Failure.of(fault.get(), "on demand");
        }
        return switch (command.action()) {
            case FIELD_ON, FIELD_OFF -> field(command.action() == ReaderCommand.Action.FIELD_ON);
            case EXCHANGE -> exchange(TypeBFrame.open(command.frame()));
        };
    }

    private ReaderAnswer field(boolean on) {
        fieldOn = on;
        air.add(new Air(loop.millis(), on ? "on" : "off", Bytes.EMPTY));
        if (!on && card != null) {
            card.fieldOff();
        }
        return new ReaderAnswer(false, Bytes.EMPTY);
    }

    private ReaderAnswer exchange(Bytes command) {
        air.add(new Air(loop.millis(), "frame", command));
        if (noise.isPresent() && CardCommand.isReqbOrWupb(command)) {
            return new ReaderAnswer(true, noise.get());
        }
        Optional<Bytes> answer = card == null || !fieldOn ? Optional.empty() : card.answer(command);
        if (answer.isEmpty() || deaf.test(command)) {
            return new ReaderAnswer(false, Bytes.EMPTY);
        }
        Bytes sealed = TypeBFrame.seal(answer.get());
        return new ReaderAnswer(true, garbling.test(command) ? sealed.slice(1, sealed.length()) : sealed);
    }

    @Override
    public String id() {
        return name;
    }

    @Override
    public Role peerRole() {
        return Role.READER;
    }

    @Override
    public String peer() {
        return name;
    }

    @Override
    public String address() {
        return "fake";
    }

    @Override
    public void close(FailureCode code) {
        handler.closed(this, code);
    }
}
