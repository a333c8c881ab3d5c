package org.idrelay.server;

import org.idrelay.link.Endpoint;
import org.idrelay.wire.Role;

/**
 * What {@code etc/org.idrelay.server.cfg} says.
 *
 * @param identity the server's name
 * @param address {@code host:port} to listen on for terminals
 * @param security what protects the terminals' links
 * @param policy the routing policy in force
 * @param queueLimit how many sessions may wait for a verifier
 * @param queueWaitMillis the longest wait, whatever stay a terminal announces
 * @param sessionLimitMillis how long a lease lasts at most
 * @param verifierTimeoutMillis how long a verifier may owe an answer without a sign of life
 * @param limits of each terminal's link
 */
public record ServerSettings(
        String identity,
        String address,
        Endpoint.Security security,
        String policy,
        int queueLimit,
        int queueWaitMillis,
        int sessionLimitMillis,
        int verifierTimeoutMillis,
        Endpoint.Limits limits) {

    Endpoint endpoint() {
        return Endpoint.accept(
                "terminals", new Endpoint.Self(Role.SERVER, identity), Role.TERMINAL, address, security, limits);
    }
}
