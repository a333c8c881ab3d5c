package org.idrelay.server;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Collectors;
import org.idrelay.api.FailureCode;
import org.idrelay.link.Endpoint;
import org.idrelay.link.Link;
import org.idrelay.link.LinkHandler;
import org.idrelay.link.RoleLoop;
import org.idrelay.operations.ServerOperations.Kind;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Header;
import org.idrelay.wire.Message;
import org.idrelay.wire.VerifierAdded;
import org.idrelay.wire.VerifierChanged;
import org.idrelay.wire.VerifierRemoved;
import org.idrelay.wire.WireException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's end of its links to verifier hosts: knows which are configured, lets in whom admission lets in, feeds the
 * pool with what they announce, and closes the link of a host that breaks the protocol. Lives on the event loop.
 */
final class HostLinks {

    private static final Logger log = LoggerFactory.getLogger(HostLinks.class);

    private final Relay relay;
    private final Admission admission;
    private final RoleLoop loop;
    private final ServerSettings settings;
    private final Set<Host> hosts = new LinkedHashSet<>();

    HostLinks(Relay relay, Admission admission, RoleLoop loop, ServerSettings settings) {
        this.relay = relay;
        this.admission = admission;
        this.loop = loop;
        this.settings = settings;
    }

    /**
     * What handles the link to one more host, until it is {@link Host#forgotten}. On any thread.
     *
     * @param name what the server calls that host; the routes are {@code host-NAME-in} and {@code host-NAME-out}
     * @param addresses where the host is, {@code host:port} each, to be tried in turn
     */
    Host to(String name, List<String> addresses, Endpoint.Security security) {
        return new Host(settings.host(name, addresses, security));
    }

    /** Whether a host is configured that may yet announce verifiers: it is let in, and has not said yet what it offers. */
    boolean mayAnnounce() {
        return hosts.stream().anyMatch(Host::mayAnnounce);
    }

    /** The rules of admission changed: whoever they shut out goes, with all verifiers. */
    void judgeAgain() {
        List.copyOf(hosts).forEach(Host::judgeAgain);
    }

    Set<String> identities() {
        return hosts.stream().flatMap(host -> host.identity().stream()).collect(Collectors.toSet());
    }

    /** One configured host. */
    final class Host implements LinkHandler {

        private final Endpoint endpoint;
        private @Nullable Link current;
        private boolean announced;

        /** Who was shut out last; as long as that lasts, no verifier comes from here. */
        private @Nullable String refused;

        private Host(Endpoint endpoint) {
            this.endpoint = endpoint;
        }

        /** It is configured no longer. On any thread. */
        void forgotten() {
            loop.later(() -> {
                gone(FailureCode.LINK_CLOSED);
                hosts.remove(this);
            });
        }

        @Override
        public Endpoint endpoint() {
            return endpoint;
        }

        @Override
        public void started(ScheduledExecutorService executor) {
            loop.started(executor);
            hosts.add(this);
        }

        @Override
        public void opened(Link link) {
            gone(FailureCode.LINK_REPLACED);
            Optional<FailureCode> refusal = refusal(link.peer());
            if (refusal.isPresent()) {
                refused = link.peer();
                log.warn("verifier host {} is refused, at {}: {}", link.peer(), link.address(), refusal.get());
                link.close(refusal.get());
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
                    relay.fromVerifier(link, frame);
                }
            } catch (WireException e) {
                log.warn("verifier host {} broke the protocol: {} {}", link.peer(), e.code(), e.getMessage());
                drop(link, e.code());
            }
        }

        @Override
        public void closed(Link link, FailureCode code) {
            if (link == current) {
                gone(code);
            }
        }

        private boolean mayAnnounce() {
            return !announced && (refused == null || refusal(refused).isEmpty());
        }

        private Optional<String> identity() {
            return Optional.ofNullable(current).map(Link::peer);
        }

        /**
         * Sessions are told that their verifiers are gone, not that the host was shut out: a terminal that nobody shut out may
         * turn to another.
         */
        private void judgeAgain() {
            Link link = current;
            if (link != null) {
                refusal(link.peer()).ifPresent(code -> {
                    refused = link.peer();
                    drop(link, code);
                });
            }
        }

        private Optional<FailureCode> refusal(String identity) {
            return admission.refusal(Kind.HOST, identity);
        }

        private void announcement(Link link, Message message) throws WireException {
            if (message instanceof VerifierAdded added) {
                announced = true;
                relay.added(link, added);
            } else if (message instanceof VerifierChanged changed) {
                relay.changed(link, changed);
            } else if (message instanceof VerifierRemoved removed) {
                relay.removed(link, removed.number());
            } else {
                throw new WireException(FailureCode.MESSAGE_UNEXPECTED, message.type() + " from a verifier host");
            }
        }

        private void drop(Link link, FailureCode code) {
            gone(code);
            link.close(code);
        }

        /** If it was here: what it offered is gone too. */
        private void gone(FailureCode code) {
            announced = false;
            Link link = current;
            current = null;
            if (link != null) {
                relay.hostGone(link);
                log.info("verifier host {} went: {}", link.peer(), code);
            }
        }
    }
}
