package org.idrelay.link;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.idrelay.api.FailureCode;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Role;

/** A link in memory; what its owner sends arrives wherever the test wants it. */
public final class FakeLink implements Link {

    private static final AtomicInteger links = new AtomicInteger();

    private final String id = "link-" + links.incrementAndGet();
    private final ManualLoop loop;
    private final LinkHandler owner;
    private final Role peerRole;
    private final String peer;
    private final List<Frame> sent = new ArrayList<>();
    private Consumer<Frame> wire = frame -> {};
    private Optional<FailureCode> closed = Optional.empty();

    public FakeLink(ManualLoop loop, LinkHandler owner, Role peerRole, String peer) {
        this.loop = loop;
        this.owner = owner;
        this.peerRole = peerRole;
        this.peer = peer;
    }

    /** Frames go there too, one loop turn later. */
    public void deliverTo(Consumer<Frame> receiver) {
        wire = receiver;
    }

    /** The link comes up. */
    public FakeLink open() {
        loop.execute(() -> owner.opened(this));
        loop.run();
        return this;
    }

    /** A frame comes from the peer. */
    public void receive(Frame frame) {
        loop.execute(() -> owner.received(this, frame));
    }

    /** The link is lost. */
    public void lose(FailureCode code) {
        if (closed.isEmpty()) {
            closed = Optional.of(code);
            loop.execute(() -> owner.closed(this, code));
        }
    }

    public List<Frame> sent() {
        return sent;
    }

    public Optional<FailureCode> closedWith() {
        return closed;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Role peerRole() {
        return peerRole;
    }

    @Override
    public String peer() {
        return peer;
    }

    @Override
    public String address() {
        return "memory";
    }

    @Override
    public void send(Frame frame) {
        if (closed.isEmpty()) {
            sent.add(frame);
            loop.execute(() -> wire.accept(frame));
        }
    }

    @Override
    public void close(FailureCode code) {
        lose(code);
    }
}
