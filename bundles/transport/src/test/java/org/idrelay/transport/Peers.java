package org.idrelay.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BiConsumer;
import org.idrelay.api.FailureCode;
import org.idrelay.wire.Endpoint;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Link;
import org.idrelay.wire.LinkHandler;
import org.idrelay.wire.Role;
import org.jspecify.annotations.Nullable;

/** A role's end of its links that remembers what it was told. */
final class Peers implements LinkHandler {

    final List<Link> opened = new CopyOnWriteArrayList<>();
    final List<Frame> received = new CopyOnWriteArrayList<>();
    final List<FailureCode> closed = new CopyOnWriteArrayList<>();
    final List<Thread> threads = new CopyOnWriteArrayList<>();

    private final Endpoint endpoint;
    private final @Nullable BiConsumer<Link, Frame> reaction;
    volatile @Nullable ScheduledExecutorService loop;

    Peers(Endpoint endpoint) {
        this(endpoint, null);
    }

    Peers(Endpoint endpoint, @Nullable BiConsumer<Link, Frame> reaction) {
        this.endpoint = endpoint;
        this.reaction = reaction;
    }

    static Peers accepting(String name, int port, Endpoint.Limits limits, @Nullable BiConsumer<Link, Frame> reaction) {
        return new Peers(
                new Endpoint(
                        name,
                        Endpoint.Mode.ACCEPT,
                        Role.SERVER,
                        "server-1",
                        Role.TERMINAL,
                        List.of("127.0.0.1:" + port),
                        limits),
                reaction);
    }

    static Peers dialling(String name, int... ports) {
        return new Peers(new Endpoint(
                name,
                Endpoint.Mode.DIAL,
                Role.TERMINAL,
                "t-01",
                Role.SERVER,
                Arrays.stream(ports).mapToObj(port -> "127.0.0.1:" + port).toList(),
                Endpoint.Limits.DEFAULT));
    }

    static Peers readers() {
        return new Peers(new Endpoint(
                "readers",
                Endpoint.Mode.READERS,
                Role.TERMINAL,
                "t-01",
                Role.READER,
                List.of(),
                Endpoint.Limits.DEFAULT));
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public void started(ScheduledExecutorService startedLoop) {
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
        if (reaction != null) {
            reaction.accept(link, frame);
        }
    }

    @Override
    public void closed(Link link, FailureCode code) {
        threads.add(Thread.currentThread());
        closed.add(code);
    }
}
