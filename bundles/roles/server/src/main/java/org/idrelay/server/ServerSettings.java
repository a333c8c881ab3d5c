package org.idrelay.server;

import java.util.List;
import org.idrelay.link.Endpoint;
import org.idrelay.wire.Role;

/**
 * What {@code etc/org.idrelay.server.cfg} says.
 *
 * @param identity the server's name
 * @param address {@code host:port} to listen on for terminals
 * @param security what protects the terminals' links
 * @param policy the routing policy in force
 * @param queue who may wait for a verifier
 * @param patience how long a session may take
 * @param limits of each link
 */
public record ServerSettings(
        String identity,
        String address,
        Endpoint.Security security,
        String policy,
        Queue queue,
        Patience patience,
        Endpoint.Limits limits) {

    /**
     * Who may wait for a verifier.
     *
     * @param limit how many sessions
     * @param waitMillis how long at most, whatever stay a terminal announces
     */
    public record Queue(int limit, int waitMillis) {}

    /**
     * How long a session may take.
     *
     * @param sessionMillis how long a lease lasts at most
     * @param verifierMillis how long a verifier may owe an answer without a sign of life
     */
    public record Patience(int sessionMillis, int verifierMillis) {}

    /** The end of the terminals' links. */
    Endpoint terminals() {
        return Endpoint.accept("terminals", self(), Role.TERMINAL, address, security, limits);
    }

    /** The end of the link to one verifier host. */
    Endpoint host(String name, List<String> addresses, Endpoint.Security protection) {
        return Endpoint.dial("host-" + name, self(), Role.VERIFIER_HOST, addresses, protection, limits);
    }

    private Endpoint.Self self() {
        return new Endpoint.Self(Role.SERVER, identity);
    }
}
