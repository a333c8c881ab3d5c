package org.idrelay.terminal;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.idrelay.api.FailureCode;
import org.idrelay.api.Party;
import org.idrelay.link.Endpoint;
import org.idrelay.link.Link;
import org.idrelay.link.LinkHandler;
import org.idrelay.link.RoleLoop;
import org.idrelay.link.TraceLog;
import org.idrelay.secrecy.Keyring;
import org.idrelay.secrecy.SessionKeySettings;
import org.idrelay.secrecy.SessionWork;
import org.idrelay.secrecy.SessionWork.Work;
import org.idrelay.terminal.KeyAgreement.Outgoing;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Header;
import org.idrelay.wire.Message;
import org.idrelay.wire.MessageType;
import org.idrelay.wire.Role;
import org.idrelay.wire.WireException;
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

        /** A message, its body open. */
        void received(Frame frame);

        /** A message of the session could not be sealed or opened: there is no going on. */
        void sessionKeyFailed(FailureCode code);
    }

    /** A session under way. */
    private record Opened(Client client, Optional<KeyAgreement> agreement, SessionWork work) {}

    private static final Logger log = LoggerFactory.getLogger(ServerTransceiver.class);

    private final TerminalSettings settings;
    private final Keyring keyring;
    private final TraceLog trace;
    private final Set<Client> clients = new LinkedHashSet<>();
    private final Map<UUID, Opened> sessions = new HashMap<>();
    private final Executor workers;
    private final RoleLoop loop;
    private @Nullable Link link;

    /** @param workers take the steps of handshakes, which never happens on the event loop */
    ServerTransceiver(TerminalSettings settings, Keyring keyring, Executor workers, RoleLoop loop, TraceLog trace) {
        this.settings = settings;
        this.keyring = keyring;
        this.workers = workers;
        this.loop = loop;
        this.trace = trace;
    }

    @Override
    public Endpoint endpoint() {
        Endpoint.Limits usual = Endpoint.Limits.DEFAULT;
        return Endpoint.dial(
                "server",
                new Endpoint.Self(Role.TERMINAL, settings.identity()),
                Role.SERVER,
                settings.server().addresses(),
                settings.server().security(),
                new Endpoint.Limits(
                        usual.maxFrameLength(),
                        usual.maxSessions(),
                        usual.maxQueuedBytes(),
                        settings.server().heartbeatMillis()));
    }

    @Override
    public void started(ScheduledExecutorService executor) {
        loop.started(executor);
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
        Opened session = sessions.get(frame.header().session());
        if (session == null || from != link) {
            log.debug("{} of no session here dropped", frame.header().type());
        } else if (session.agreement().isEmpty()) {
            deliver(session, frame, frame);
        } else {
            KeyAgreement agreement = session.agreement().get();
            boolean takesLong = KeyAgreement.takesStep(frame.header().type()) || !SessionWork.isShort(frame);
            work(
                    session,
                    frame.header(),
                    takesLong,
                    () -> agreement.incoming(frame),
                    open -> deliver(session, open, frame));
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
        sessions.values().removeIf(session -> session.client() == client);
    }

    /** Sends a message of a session of that reader; FIND REQUEST opens it. Does nothing without a link. */
    void send(Header header, Message message, String note, Client client) {
        Link to = link;
        if (to == null) {
            return;
        }
        if (header.type() == MessageType.FIND_REQUEST) {
            sessions.put(header.session(), new Opened(client, agreement(), new SessionWork(workers, loop::later)));
        }
        Opened session = sessions.get(header.session());
        if (session == null) {
            log.debug("{} of no session here not sent", header.type());
        } else if (session.agreement().isEmpty()) {
            Frame frame = Frame.of(header, message);
            transmit(to, new Outgoing(frame, frame), note);
        } else {
            KeyAgreement agreement = session.agreement().get();
            boolean takesLong = KeyAgreement.takesStep(header.type());
            work(
                    session,
                    header,
                    takesLong,
                    () -> agreement.outgoing(header, message),
                    outgoing -> transmit(to, outgoing, note));
        }
    }

    void endSession(UUID session) {
        sessions.remove(session);
    }

    private Optional<KeyAgreement> agreement() {
        SessionKeySettings key = settings.sessionKey();
        return key.required() ? Optional.of(new KeyAgreement(key, keyring, settings.identity())) : Optional.empty();
    }

    /** Has a message opened or sealed, in the order of the calls: on the loop, or by a worker if that takes long. */
    private <T> void work(Opened session, Header header, boolean takesLong, Work<T> work, Consumer<T> then) {
        Consumer<WireException> failed = failure -> failed(session, header, failure);
        if (takesLong) {
            session.work().add(work, then, failed);
        } else {
            session.work().onLoop(work, then, failed);
        }
    }

    private void transmit(Link to, Outgoing outgoing, String note) {
        trace.sent(outgoing.open(), outgoing.onLink(), Party.SERVER, note);
        to.send(outgoing.onLink());
    }

    private void deliver(Opened session, Frame open, Frame onLink) {
        if (!isOpen(session, open.header())) {
            return;
        }
        trace.received(open, onLink, Party.SERVER, "");
        if (open.header().type() == MessageType.FIND_RESPONSE) {
            session.agreement().flatMap(KeyAgreement::agreed).ifPresent(key -> trace.agreed(open, key.toString()));
        }
        session.client().received(open);
    }

    private void failed(Opened session, Header header, WireException failure) {
        if (isOpen(session, header)) {
            log.warn("session {}: {}: {}", header.session(), failure.code(), failure.getMessage());
            session.client().sessionKeyFailed(failure.code());
        }
    }

    /** Whether the session is still under way: a worker took its time. */
    private boolean isOpen(Opened session, Header header) {
        return session.equals(sessions.get(header.session()));
    }
}
