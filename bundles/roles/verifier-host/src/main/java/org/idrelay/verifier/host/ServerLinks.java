package org.idrelay.verifier.host;

import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import org.idrelay.api.FailureCode;
import org.idrelay.link.AllowList;
import org.idrelay.link.Endpoint;
import org.idrelay.link.Link;
import org.idrelay.link.LinkHandler;
import org.idrelay.link.RoleLoop;
import org.idrelay.wire.Failure;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Header;
import org.idrelay.wire.MessageType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The host's end of the link to the one server that it serves at a time. Lives on the event loop. */
final class ServerLinks implements LinkHandler {

    private static final Logger log = LoggerFactory.getLogger(ServerLinks.class);

    private final RoleLoop loop;
    private final AllowList allowed;
    private final Endpoint endpoint;
    private final ServedServer server;
    private final Offers offers;

    ServerLinks(HostSettings settings, RoleLoop loop, ServedServer server, Offers offers) {
        this.loop = loop;
        this.server = server;
        this.offers = offers;
        allowed = settings.admission().servers();
        endpoint = settings.endpoint();
    }

    Offers offers() {
        return offers;
    }

    Optional<String> server() {
        return server.link().map(Link::peer);
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
        if (!allowed.allows(link.peer())) {
            log.warn("server {} refused, from {}: it is not in allowServers", link.peer(), link.address());
            link.close(FailureCode.IDENTITY_REFUSED);
            return;
        }
        Optional<Link> older = server.link();
        if (older.filter(other -> !other.peer().equals(link.peer())).isPresent()) {
            log.warn(
                    "server {} refused: this host serves {}",
                    link.peer(),
                    older.get().peer());
            link.close(FailureCode.HOST_TAKEN);
            return;
        }
        older.ifPresent(replaced -> cut(replaced, FailureCode.LINK_REPLACED));
        server.came(link);
        log.info("server {} came, from {}", link.peer(), link.address());
        offers.all().forEach(offer -> server.announce(offer.offer()));
    }

    @Override
    public void received(Link link, Frame frame) {
        if (!server.isAt(link)) {
            return;
        }
        Header header = frame.header();
        if (header.session().equals(Header.NO_SESSION)) {
            log.warn("server {} broke the protocol: {} on a host's link", link.peer(), header.type());
            cut(link, FailureCode.MESSAGE_UNEXPECTED);
            return;
        }
        offers.find(header.verifier())
                .ifPresentOrElse(verifier -> verifier.received(link, frame), () -> unknown(link, header));
    }

    @Override
    public void closed(Link link, FailureCode code) {
        if (server.isAt(link)) {
            drop(link, code);
        }
    }

    private void cut(Link link, FailureCode code) {
        drop(link, code);
        link.close(code);
    }

    private void drop(Link link, FailureCode code) {
        log.info("server {} went: {}", link.peer(), code);
        server.went();
        offers.all().forEach(OfferedVerifier::linkLost);
    }

    /** A verifier that is gone, most likely since the message left. */
    private static void unknown(Link link, Header header) {
        if (header.type() != MessageType.FAILURE) {
            Header answer = Header.answerTo(header, MessageType.FAILURE, 0);
            link.send(Frame.of(answer, Failure.of(FailureCode.VERIFIER_GONE, "")));
        }
    }
}
