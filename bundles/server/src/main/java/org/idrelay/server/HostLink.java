package org.idrelay.server;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import org.idrelay.api.FailureCode;
import org.idrelay.link.Endpoint;
import org.idrelay.link.Link;
import org.idrelay.link.LinkHandler;
import org.idrelay.operations.ServerOperations.Kind;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Header;
import org.idrelay.wire.Message;
import org.idrelay.wire.Role;
import org.idrelay.wire.VerifierAdded;
import org.idrelay.wire.VerifierChanged;
import org.idrelay.wire.VerifierRemoved;
import org.idrelay.wire.WireException;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server's link to one verifier host, one for each {@code etc/org.idrelay.server.host-NAME.cfg}. Lives on the event loop. */
@Component(configurationPid = "org.idrelay.server.host", configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = HostLink.Config.class, factory = true)
public final class HostLink implements LinkHandler {

    private static final Logger log = LoggerFactory.getLogger(HostLink.class);

    /** The keys of {@code etc/org.idrelay.server.host-NAME.cfg}. */
    @ObjectClassDefinition(name = "IdRelay server: a verifier host")
    @interface Config {
        String name() default "local";

        String address() default "127.0.0.1:7301";

        String tls() default "required";
    }

    private final RelayServer server;
    private final Endpoint endpoint;
    private @Nullable Link current;
    private boolean announced;

    /** Who was shut out last; as long as that lasts, no verifier comes from here. */
    private @Nullable String refused;

    @Activate
    public HostLink(@Reference RelayServer server, Config config) {
        this(server, config.name(), List.of(config.address().split("[,\\s]+")), Endpoint.Security.of(config.tls()));
    }

    /**
     * A link to be registered with transport.
     *
     * @param name what the server calls that host; the routes are {@code host-NAME-in} and {@code host-NAME-out}
     * @param addresses where the host is, {@code host:port} each, to be tried in turn
     */
    public HostLink(RelayServer server, String name, List<String> addresses, Endpoint.Security security) {
        this.server = server;
        ServerSettings settings = server.settings();
        endpoint = Endpoint.dial(
                "host-" + name,
                new Endpoint.Self(Role.SERVER, settings.identity()),
                Role.VERIFIER_HOST,
                addresses,
                security,
                settings.limits());
    }

    @Deactivate
    void forgotten() {
        server.loop().later(() -> {
            giveUp();
            server.relay().hostForgotten(this);
        });
    }

    /** Whether a verifier may yet come from this host: it is let in, and has not said yet what it offers. */
    boolean mayAnnounce() {
        return !announced && (refused == null || refusal(refused).isEmpty());
    }

    /** The host at the other end of the live link. */
    Optional<String> identity() {
        return Optional.ofNullable(current).map(Link::peer);
    }

    /**
     * The rules of admission changed: a host that they shut out goes, and its verifiers with it. Their sessions are told that
     * these are gone, since a terminal that nobody shut out may turn to another.
     */
    void judgeAgain() {
        Link link = current;
        if (link != null) {
            refusal(link.peer()).ifPresent(code -> {
                giveUp();
                refuse(link, code);
            });
        }
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public void started(ScheduledExecutorService executor) {
        server.loop().started(executor);
        server.relay().hostConfigured(this);
    }

    @Override
    public void opened(Link link) {
        giveUp();
        Optional<FailureCode> refusal = refusal(link.peer());
        if (refusal.isPresent()) {
            refuse(link, refusal.get());
            return;
        }
        current = link;
        log.info("verifier host {} came, at {}", link.peer(), link.address());
    }

    @Override
    public void received(Link link, Frame frame) {
        if (link != current) {
            return;
        }
        try {
            if (frame.header().session().equals(Header.NO_SESSION)) {
                announcement(link, frame.message());
            } else {
                server.relay().fromVerifier(link, frame);
            }
        } catch (WireException e) {
            log.warn("verifier host {} broke the protocol: {} {}", link.peer(), e.code(), e.getMessage());
            giveUp();
            link.close(e.code());
        }
    }

    @Override
    public void closed(Link link, FailureCode code) {
        if (link == current) {
            log.info("verifier host {} went: {}", link.peer(), code);
            giveUp();
        }
    }

    private void announcement(Link link, Message message) throws WireException {
        if (message instanceof VerifierAdded added) {
            announced = true;
            server.relay().added(link, added);
        } else if (message instanceof VerifierChanged changed) {
            server.relay().changed(link, changed);
        } else if (message instanceof VerifierRemoved removed) {
            server.relay().removed(link, removed.number());
        } else {
            throw new WireException(FailureCode.MESSAGE_UNEXPECTED, message.type() + " from a verifier host");
        }
    }

    private Optional<FailureCode> refusal(String identity) {
        return server.admission().refusal(Kind.HOST, identity);
    }

    private void refuse(Link link, FailureCode code) {
        refused = link.peer();
        log.warn("verifier host {} is refused, at {}: {}", link.peer(), link.address(), code);
        link.close(code);
    }

    /** The sessions of the host's verifiers end with that code. */
    private void giveUp() {
        announced = false;
        Optional.ofNullable(current).ifPresent(link -> server.relay().hostGone(link));
        current = null;
    }
}
