package org.idrelay.verifier.host;

import org.idrelay.link.Endpoint;
import org.idrelay.secrecy.SessionKeySettings;
import org.idrelay.wire.Role;

/**
 * What {@code etc/org.idrelay.verifier.host.cfg} says.
 *
 * @param identity the host's name
 * @param address {@code host:port} to listen on for servers
 * @param security what protects the servers' links
 * @param sessionKey whether sessions are sealed, and how
 * @param timing how long is waited for whom
 * @param limits of the server's link
 * @param admission whom the host serves
 */
public record HostSettings(
        String identity,
        String address,
        Endpoint.Security security,
        SessionKeySettings sessionKey,
        Timing timing,
        Endpoint.Limits limits,
        HostAdmission admission) {

    /**
     * How long is waited for whom.
     *
     * @param verifierCallMillis how long a verifier may work on a call, the time that it waits for the card left out
     * @param cardAnswerMillis how long a verifier waits for the card's answers
     * @param releaseRetryMillis how long after a failed release the next is tried
     */
    public record Timing(int verifierCallMillis, int cardAnswerMillis, int releaseRetryMillis) {}

    Endpoint endpoint() {
        return Endpoint.accept(
                "servers", new Endpoint.Self(Role.VERIFIER_HOST, identity), Role.SERVER, address, security, limits);
    }
}
