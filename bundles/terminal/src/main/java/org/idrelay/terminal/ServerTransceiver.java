package org.idrelay.terminal;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import org.idrelay.api.FailureCode;
import org.idrelay.api.Party;
import org.idrelay.wire.Endpoint;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Header;
import org.idrelay.wire.Link;
import org.idrelay.wire.LinkHandler;
import org.idrelay.wire.MessageType;
import org.idrelay.wire.Role;
import org.idrelay.wire.TraceLog;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The second transceiver (第二收發模塊): the only one that talks to the server, for all readers of the container. Messages
 * of a session go to the reader that opened it; those of a session that is over are late and dropped. Lives on the event
 * loop.
 */
final class ServerTransceiver implements LinkHandler {

    /** A reader's side of the link. */
    interface Client {
        void linkOpened();

        void linkClosed();

        void received(Frame frame);
    }

    private static final Logger log = LoggerFactory.getLogger(ServerTransceiver.class);

    private final TerminalSettings settings;
    private final TraceLog trace;
    private final Set<Client> clients = new LinkedHashSet<>();
    private final Map<UUID, Client> sessions = new HashMap<>();
    private @Nullable Link link;

    ServerTransceiver(TerminalSettings settings, TraceLog trace) {
        this.settings = settings;
        this.trace = trace;
    }

    @Override
    public Endpoint endpoint() {
        Endpoint.Limits usual = Endpoint.Limits.DEFAULT;
        return new Endpoint(
                "server",
                Endpoint.Mode.DIAL,
                Role.TERMINAL,
                settings.identity(),
                Role.SERVER,
                settings.servers(),
                new Endpoint.Limits(
                        usual.maxFrameLength(),
                        usual.maxSessions(),
                        usual.maxQueuedBytes(),
                        settings.heartbeatMillis()));
    }

    @Override
    public void started(ScheduledExecutorService loop) {
        // Readers bring their own timers.
    }

    @Override
    public void opened(Link opened) {
        log.info("link to server {} at {} opened", opened.peer(), opened.address());
        link = opened;
        List.copyOf(clients).forEach(Client::linkOpened);
    }

    @Override
    public void closed(Link closed, FailureCode code) {
        if (closed != link) {
            return;
        }
        log.info("link to server {} closed: {}", closed.peer(), code);
        link = null;
        List.copyOf(clients).forEach(Client::linkClosed);
        sessions.clear();
    }

    @Override
    public void received(Link from, Frame frame) {
        Client client = sessions.get(frame.header().session());
        if (client != null && from == link) {
            trace.received(frame, Party.SERVER, "");
            client.received(frame);
        } else {
            log.debug("{} of no session here dropped", frame.header().type());
        }
    }

    /** A reader came; it hears at once of a link that stands. */
    void attach(Client client) {
        clients.add(client);
        if (link != null) {
            client.linkOpened();
        }
    }

    void detach(Client client) {
        clients.remove(client);
        sessions.values().remove(client);
    }

    /** Sends a message of a session of that reader; FIND REQUEST opens it. Does nothing without a link. */
    void send(Frame frame, String note, Client client) {
        if (link == null) {
            return;
        }
        Header header = frame.header();
        if (header.type() == MessageType.FIND_REQUEST) {
            sessions.put(header.session(), client);
        }
        trace.sent(frame, Party.SERVER, note);
        link.send(frame);
    }

    void endSession(UUID session) {
        sessions.remove(session);
    }
}
