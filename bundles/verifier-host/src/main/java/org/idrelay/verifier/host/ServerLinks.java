package org.idrelay.verifier.host;

import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import org.idrelay.api.FailureCode;
import org.idrelay.link.AllowList;
import org.idrelay.link.Endpoint;
import org.idrelay.link.Link;
import org.idrelay.link.LinkHandler;
import org.idrelay.link.RoleLoop;
import org.idrelay.link.TraceLog;
import org.idrelay.wire.Failure;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Header;
import org.idrelay.wire.Message;
import org.idrelay.wire.MessageType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The host's end of the link to the one server that it serves at a time. Lives on the event loop. */
final class ServerLinks implements LinkHandler {

    private static final Logger log = LoggerFactory.getLogger(ServerLinks.class);

    private final RoleLoop loop;
    private final AllowList allowed;
    private final Endpoint endpoint;
    private final Offers offers;
    private @Nullable Link current;

    ServerLinks(HostSettings settings, RoleLoop loop, TraceLog trace, SessionKeys keys, CardLimit cards) {
        this.loop = loop;
        allowed = settings.admission().servers();
        endpoint = settings.endpoint();
        offers = new Offers(settings, loop, trace, keys, cards, this::announce);
    }

    Offers offers() {
        return offers;
    }

    Optional<String> server() {
        return Optional.ofNullable(current).map(Link::peer);
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
        Link older = current;
        if (older != null && !older.peer().equals(link.peer())) {
            log.warn("server {} refused: this host serves {}", link.peer(), older.peer());
            link.close(FailureCode.HOST_TAKEN);
            return;
        }
        if (older != null) {
            drop(older, FailureCode.LINK_REPLACED);
            older.close(FailureCode.LINK_REPLACED);
        }
        current = link;
        log.info("server {} came, from {}", link.peer(), link.address());
        offers.all().forEach(offer -> announce(offer.offer()));
    }

    @Override
    public void received(Link link, Frame frame) {
        if (link != current) {
            return;
        }
        Header header = frame.header();
        if (header.session().equals(Header.NO_SESSION)) {
            log.warn("server {} broke the protocol: {} on a host's link", link.peer(), header.type());
            drop(link, FailureCode.MESSAGE_UNEXPECTED);
            link.close(FailureCode.MESSAGE_UNEXPECTED);
            return;
        }
        offers.find(header.verifier())
                .ifPresentOrElse(verifier -> verifier.received(link, frame), () -> unknown(link, header));
    }

    @Override
    public void closed(Link link, FailureCode code) {
        if (link == current) {
            drop(link, code);
        }
    }

    private void drop(Link link, FailureCode code) {
        log.info("server {} went: {}", link.peer(), code);
        current = null;
        offers.all().forEach(offer -> offer.linkLost(link));
    }

    /** A verifier that is gone, most likely since the message left. */
    private static void unknown(Link link, Header header) {
        if (header.type() != MessageType.FAILURE) {
            Header answer = new Header(
                    MessageType.FAILURE,
                    false,
                    header.session(),
                    header.verifier(),
                    header.term(),
                    0,
                    header.sequence());
            link.send(Frame.of(answer, Failure.of(FailureCode.VERIFIER_GONE, "")));
        }
    }

    private void announce(Message message) {
        if (current != null) {
            current.send(Frame.ofLink(message));
        }
    }
}
