package org.idrelay.transport;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.idrelay.api.FailureCode;
import org.idrelay.link.Endpoint;
import org.idrelay.link.Link;
import org.idrelay.link.LinkHandler;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Role;
import org.jspecify.annotations.Nullable;

/** A role's end of its links that remembers what it was told, and reacts to what it receives as a test wants. */
final class Peers implements LinkHandler {

    /** What a driver may take beyond the card's time. */
    static final int CALL_MILLIS = 1000;

    /** Does nothing with a frame but remember it. */
    static final BiConsumer<Link, Frame> SILENT = (link, frame) -> {};

    private static final Endpoint.Self TERMINAL = new Endpoint.Self(Role.TERMINAL, "t-01");

    final List<Link> opened = new CopyOnWriteArrayList<>();
    final List<Frame> received = new CopyOnWriteArrayList<>();
    final List<FailureCode> closed = new CopyOnWriteArrayList<>();
    final List<Thread> threads = new CopyOnWriteArrayList<>();
    volatile @Nullable ScheduledExecutorService loop;

    private final Endpoint endpoint;
    private final BiConsumer<Link, Frame> reaction;

    private Peers(Endpoint endpoint, BiConsumer<Link, Frame> reaction) {
        this.endpoint = endpoint;
        this.reaction = reaction;
    }

    /** A server that listens on a port of the system's choice. */
    static Peers accepting(String name, Endpoint.Limits limits, BiConsumer<Link, Frame> reaction) {
        return accepting(name, "127.0.0.1:0", limits, reaction);
    }

    static Peers accepting(String name, String address, Endpoint.Limits limits, BiConsumer<Link, Frame> reaction) {
        return new Peers(
                Endpoint.accept(
                        name,
                        new Endpoint.Self(Role.SERVER, "server-1"),
                        Role.TERMINAL,
                        address,
                        security(List.of(address)),
                        limits),
                reaction);
    }

    /** A terminal that dials these ports in turn. */
    static Peers dialling(String name, int... ports) {
        return dialling(name, Endpoint.Limits.DEFAULT, ports);
    }

    static Peers dialling(String name, Endpoint.Limits limits, int... ports) {
        return dialling(
                name,
                limits,
                IntStream.of(ports).mapToObj(port -> "127.0.0.1:" + port).toList());
    }

    static Peers dialling(String name, Endpoint.Limits limits, List<String> addresses) {
        return new Peers(Endpoint.dial(name, TERMINAL, Role.SERVER, addresses, security(addresses), limits), SILENT);
    }

    /** The same with TLS. */
    Peers overTls() {
        return as(endpoint.self().role(), endpoint.self().identity());
    }

    /** The same with TLS, for another role or identity. */
    Peers as(Role role, String identity) {
        return new Peers(
                new Endpoint(
                        endpoint.name(),
                        endpoint.mode(),
                        new Endpoint.Self(role, identity),
                        endpoint.peer(),
                        endpoint.addresses(),
                        Endpoint.Security.TLS,
                        endpoint.limits()),
                reaction);
    }

    private static Endpoint.Security security(List<String> addresses) {
        return Endpoint.areLoopback(addresses) ? Endpoint.Security.PLAIN : Endpoint.Security.TLS;
    }

    /** A terminal's end of its readers. */
    static Peers readers(BiConsumer<Link, Frame> reaction) {
        return new Peers(Endpoint.readers("readers", TERMINAL, CALL_MILLIS), reaction);
    }

    /** The default limits with another heartbeat. */
    static Endpoint.Limits heartbeat(int millis) {
        Endpoint.Limits usual = Endpoint.Limits.DEFAULT;
        return new Endpoint.Limits(usual.maxFrameLength(), usual.maxSessions(), usual.maxQueuedBytes(), millis);
    }

    List<Long> sequences() {
        return received.stream().map(frame -> frame.header().sequence()).toList();
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public void started(ScheduledExecutorService startedLoop) {
        threads.add(Thread.currentThread());
        loop = startedLoop;
    }

    @Override
    public void opened(Link link) {
        threads.add(Thread.currentThread());
        opened.add(link);
    }

    @Override
    public void received(Link link, Frame frame) {
        threads.add(Thread.currentThread());
        received.add(frame);
        reaction.accept(link, frame);
    }

    @Override
    public void closed(Link link, FailureCode code) {
        threads.add(Thread.currentThread());
        closed.add(code);
    }
}
