package org.idrelay.terminal;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.idrelay.api.FailureCode;
import org.idrelay.link.Endpoint;
import org.idrelay.link.Link;
import org.idrelay.link.LinkHandler;
import org.idrelay.link.RoleLoop;
import org.idrelay.link.TraceLog;
import org.idrelay.operations.reading.ReaderStatus;
import org.idrelay.operations.reading.ReadingEvent;
import org.idrelay.operations.reading.ReadingEvent.ReaderChanged.Change;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Role;
import org.idrelay.wire.WireException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The links to the readers of this container: a lane for each, for as long as it is there. Lives on the event loop. */
final class ReaderLinks implements LinkHandler {

    private static final Logger log = LoggerFactory.getLogger(ReaderLinks.class);

    private final TerminalSettings settings;
    private final RoleLoop loop;
    private final ServerTransceiver server;
    private final Delivery delivery;
    private final TraceLog trace;
    private final Map<Link, ReaderLane> lanes = new ConcurrentHashMap<>();

    ReaderLinks(TerminalSettings settings, RoleLoop loop, ServerTransceiver server, Delivery delivery, TraceLog trace) {
        this.settings = settings;
        this.loop = loop;
        this.server = server;
        this.delivery = delivery;
        this.trace = trace;
    }

    @Override
    public Endpoint endpoint() {
        return Endpoint.readers(
                "readers",
                new Endpoint.Self(Role.TERMINAL, settings.identity()),
                settings.air().readerDeviceMillis());
    }

    @Override
    public void started(ScheduledExecutorService executor) {
        loop.started(executor);
    }

    @Override
    public void opened(Link reader) {
        log.info("reader {} came: {}", reader.peer(), reader.address());
        ReaderLane lane = new ReaderLane(reader, settings, loop, server, delivery, trace);
        lanes.put(reader, lane);
        server.attach(lane);
        lane.tell(new ReadingEvent.ReaderChanged(reader.peer(), Change.CAME));
        if (settings.autoStart()) {
            lane.start();
        }
    }

    @Override
    public void received(Link reader, Frame frame) {
        ReaderLane lane = lanes.get(reader);
        if (lane == null) {
            return;
        }
        try {
            lane.fromReader(frame);
        } catch (WireException e) {
            reader.close(e.code());
        }
    }

    @Override
    public void closed(Link reader, FailureCode code) {
        ReaderLane lane = lanes.remove(reader);
        if (lane != null) {
            log.info("reader {} is gone: {}", reader.peer(), code);
            lane.readerGone();
            lane.tell(new ReadingEvent.ReaderChanged(reader.peer(), Change.GONE));
        }
    }

    /** The readers by name, on any thread. */
    List<ReaderStatus> statuses() {
        return lanes.values().stream()
                .map(ReaderLane::status)
                .sorted(Comparator.comparing(ReaderStatus::name))
                .toList();
    }

    /** Does something with the reader of that name, soon; on any thread. */
    void with(String name, Consumer<ReaderLane> task) {
        onLoop(lane -> {
            if (lane.status().name().equals(name)) {
                task.accept(lane);
            }
        });
    }

    /** Stops every reader, soon; on any thread. */
    void stop() {
        onLoop(ReaderLane::stop);
    }

    private void onLoop(Consumer<ReaderLane> task) {
        loop.later(() -> lanes.values().forEach(task));
    }
}
