package org.idrelay.server;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import org.idrelay.api.FailureCode;
import org.idrelay.link.Endpoint;
import org.idrelay.link.Link;
import org.idrelay.link.LinkHandler;
import org.idrelay.link.RoleLoop;
import org.idrelay.operations.ServerOperations.Kind;
import org.idrelay.operations.ServerOperations.TerminalInfo;
import org.idrelay.wire.Failure;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Header;
import org.idrelay.wire.MessageType;
import org.idrelay.wire.WireException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's end of its terminals' links: finds the session of each message, and closes the link of a terminal that
 * breaks the protocol. Lives on the event loop.
 */
final class TerminalLinks implements LinkHandler {

    private static final Logger log = LoggerFactory.getLogger(TerminalLinks.class);

    private final Relay relay;
    private final Admission admission;
    private final RoleLoop loop;
    private final Endpoint endpoint;
    private final Map<String, ConnectedTerminal> byIdentity = new LinkedHashMap<>();
    private boolean stopped;

    TerminalLinks(Relay relay, Admission admission, RoleLoop loop, Endpoint endpoint) {
        this.relay = relay;
        this.admission = admission;
        this.loop = loop;
        this.endpoint = endpoint;
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public void started(ScheduledExecutorService executor) {
        loop.started(executor);
    }

    @Override
    public void opened(Link link) {
        if (stopped) {
            link.close(FailureCode.SERVER_STOPPED);
            return;
        }
        Optional<FailureCode> refusal = admission.refusal(Kind.TERMINAL, link.peer());
        if (refusal.isPresent()) {
            log.warn("terminal {} is refused, from {}: {}", link.peer(), link.address(), refusal.get());
            link.close(refusal.get());
            return;
        }
        ConnectedTerminal older = byIdentity.get(link.peer());
        if (older != null) {
            drop(older, FailureCode.LINK_REPLACED);
        }
        byIdentity.put(link.peer(), new ConnectedTerminal(link));
        log.info("terminal {} came, from {}", link.peer(), link.address());
    }

    @Override
    public void received(Link link, Frame frame) {
        find(link).ifPresent(terminal -> {
            try {
                dispatch(terminal, frame);
            } catch (WireException e) {
                refuse(terminal, frame.header(), e);
            }
        });
    }

    @Override
    public void closed(Link link, FailureCode code) {
        find(link).ifPresent(terminal -> forget(terminal, code));
    }

    /** Ends all links, for good. */
    void stop() {
        stopped = true;
        List.copyOf(byIdentity.values()).forEach(terminal -> drop(terminal, FailureCode.SERVER_STOPPED));
    }

    /** The rules of admission changed: whoever they shut out goes, with all sessions. */
    void judgeAgain() {
        List.copyOf(byIdentity.values())
                .forEach(terminal ->
                        admission.refusal(Kind.TERMINAL, terminal.identity()).ifPresent(code -> drop(terminal, code)));
    }

    Set<String> identities() {
        return Set.copyOf(byIdentity.keySet());
    }

    List<TerminalInfo> infos() {
        return byIdentity.values().stream().map(ConnectedTerminal::info).toList();
    }

    private void dispatch(ConnectedTerminal terminal, Frame frame) throws WireException {
        MessageType type = frame.header().type();
        UUID id = frame.header().session();
        Optional<RelaySession> session = terminal.session(id);
        if (id.equals(Header.NO_SESSION)) {
            throw new WireException(FailureCode.MESSAGE_UNEXPECTED, type + " on a terminal's link");
        } else if (session.isPresent()) {
            relay.fromTerminal(session.get(), frame);
        } else if (type == MessageType.FIND_REQUEST && !terminal.hasEnded(id)) {
            relay.admit(terminal, frame);
        } else if (type == MessageType.FIND_REQUEST) {
            throw new WireException(FailureCode.MESSAGE_UNEXPECTED, "a session of that id has been");
        } else if (!terminal.hasEnded(id)) {
            throw new WireException(FailureCode.SESSION_UNKNOWN, type + " for a session that is not open here");
        }
    }

    private void refuse(ConnectedTerminal terminal, Header header, WireException cause) {
        log.warn("terminal {} broke the protocol: {} {}", terminal.identity(), cause.code(), cause.getMessage());
        Optional<RelaySession> session = terminal.session(header.session());
        if (session.isPresent()) {
            relay.fail(session.get(), cause, header.sequence());
        } else if (!header.session().equals(Header.NO_SESSION)) {
            Failure failure = Failure.of(cause.code(), String.valueOf(cause.getMessage()));
            Header answer = Header.answerTo(header, failure.type(), Header.NONE);
            terminal.link().send(Frame.of(answer, failure));
        }
        drop(terminal, cause.code());
    }

    private void drop(ConnectedTerminal terminal, FailureCode code) {
        forget(terminal, code);
        terminal.link().close(code);
    }

    private void forget(ConnectedTerminal terminal, FailureCode code) {
        byIdentity.remove(terminal.identity());
        relay.failAll(terminal.sessions(), code, "the terminal's link closed");
        log.info("terminal {} went: {}", terminal.identity(), code);
    }

    /** The terminal of a link, unless it has been given up already. */
    private Optional<ConnectedTerminal> find(Link link) {
        return Optional.ofNullable(byIdentity.get(link.peer())).filter(terminal -> terminal.link() == link);
    }
}
