package org.idrelay.terminal;

import java.util.List;
import java.util.Set;
import org.idrelay.api.verifier.Capability;
import org.idrelay.link.Endpoint;
import org.idrelay.secrecy.SessionKeySettings;
import org.idrelay.wire.Names;

/**
 * How a terminal works. Times are milliseconds.
 *
 * @param identity the terminal's name towards servers
 * @param server what concerns the link to the server
 * @param sessionKey whether sessions are sealed, and how
 * @param autoStart whether a reader looks for cards as soon as it is there
 * @param air what concerns reader and card
 * @param reading what concerns the read
 */
public record TerminalSettings(
        String identity, Server server, SessionKeySettings sessionKey, boolean autoStart, Air air, Reading reading) {

    /**
     * The way to the server, for {@link ServerTransceiver}.
     *
     * @param addresses {@code host:port}, tried in turn
     * @param security what protects the link
     * @param heartbeatMillis a Ping leaves when nothing was sent for that long
     */
    public record Server(List<String> addresses, Endpoint.Security security, int heartbeatMillis) {

        public Server {
            addresses = List.copyOf(addresses);
        }
    }

    /**
     * Times of {@link CardTransceiver}.
     *
     * @param pollIntervalMillis from one find command to the next
     * @param pollTimeoutMillis how long a card may take to answer a find command
     * @param cardTimeoutMillis how long it may take to answer any other command
     * @param readerAnswerMillis how long is waited for the reader beyond that
     * @param readerDeviceMillis how long the reader's driver may take beyond that
     */
    public record Air(
            int pollIntervalMillis,
            int pollTimeoutMillis,
            int cardTimeoutMillis,
            int readerAnswerMillis,
            int readerDeviceMillis) {

        public static final Air DEFAULT = new Air(300, 30, 200, 2000, 1700);
    }

    /**
     * Bounds of {@link ReadProcess}.
     *
     * @param wanted what is read, and required of the verifier
     * @param priorityClass 0 is served first among those that wait for a verifier, up to 255
     * @param cardStayMillis how long a card is likely to stay: how long a session may wait for a verifier
     * @param answerTimeoutMillis how long server and verifier may take for an answer
     * @param presenceIntervalMillis how often a card that was read is asked whether it is still there
     * @param maxRereads how often one card is read again by itself after a failure
     * @param rereadPauseMillis pause before the first of these; the second waits twice as long, and so on
     */
    public record Reading(
            Set<Capability> wanted,
            int priorityClass,
            int cardStayMillis,
            int answerTimeoutMillis,
            int presenceIntervalMillis,
            int maxRereads,
            int rereadPauseMillis) {

        public static final Reading DEFAULT = new Reading(Set.of(Capability.TEXT_PHOTO), 1, 8000, 6000, 500, 3, 300);

        public Reading {
            wanted = Set.copyOf(wanted);
        }
    }

    public TerminalSettings {
        Names.check("identity", identity);
    }

    /**
     * A terminal of that name with default times, which reads text and photo at every reader, without TLS and session key: for
     * servers on this machine.
     */
    public static TerminalSettings defaults(String identity, String... servers) {
        return new TerminalSettings(
                identity,
                new Server(List.of(servers), Endpoint.Security.PLAIN, 5000),
                SessionKeySettings.OFF,
                true,
                Air.DEFAULT,
                Reading.DEFAULT);
    }

    /** The same terminal with another rule for session keys. */
    public TerminalSettings with(SessionKeySettings rule) {
        return new TerminalSettings(identity, server, rule, autoStart, air, reading);
    }
}
