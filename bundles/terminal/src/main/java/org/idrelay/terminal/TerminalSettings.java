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
 * @param servers {@code host:port}, tried in turn
 * @param security what protects the server's link
 * @param sessionKey whether sessions are sealed, and how
 * @param heartbeatMillis a Ping leaves when nothing was sent to the server for that long
 * @param autoStart whether a reader looks for cards as soon as it is there
 * @param air what concerns reader and card
 * @param reading what concerns the read
 */
public record TerminalSettings(
        String identity,
        List<String> servers,
        Endpoint.Security security,
        SessionKeySettings sessionKey,
        int heartbeatMillis,
        boolean autoStart,
        Air air,
        Reading reading) {

    /**
     * Times of {@link CardTransceiver}.
     *
     * @param pollIntervalMillis from one find command to the next
     * @param pollTimeoutMillis how long a card may take to answer a find command
     * @param cardTimeoutMillis how long it may take to answer any other command
     * @param readerTimeoutMillis how long the reader itself may take beyond that
     */
    public record Air(int pollIntervalMillis, int pollTimeoutMillis, int cardTimeoutMillis, int readerTimeoutMillis) {

        public static final Air DEFAULT = new Air(300, 30, 200, 2000);

        public Air {
            atLeast("pollIntervalMillis", 10, pollIntervalMillis);
            atLeast("pollTimeoutMillis", 1, pollTimeoutMillis);
            atLeast("cardTimeoutMillis", 1, cardTimeoutMillis);
            atLeast("readerTimeoutMillis", 1, readerTimeoutMillis);
        }
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

        public static final Reading DEFAULT = new Reading(Set.of(Capability.TEXT_PHOTO), 1, 8000, 5000, 500, 3, 300);

        public Reading {
            wanted = Set.copyOf(wanted);
            if (wanted.isEmpty()) {
                throw new IllegalArgumentException("wanted: at least one of text-photo, fingerprint");
            }
            if (priorityClass > 255) {
                throw new IllegalArgumentException("priorityClass: 0 to 255");
            }
            atLeast("priorityClass", 0, priorityClass);
            atLeast("cardStayMillis", 1, cardStayMillis);
            atLeast("answerTimeoutMillis", 1, answerTimeoutMillis);
            atLeast("presenceIntervalMillis", 1, presenceIntervalMillis);
            atLeast("maxRereads", 0, maxRereads);
            atLeast("rereadPauseMillis", 1, rereadPauseMillis);
        }
    }

    public TerminalSettings {
        Names.check("identity", identity);
        servers = List.copyOf(servers);
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("servers: at least one host:port");
        }
        atLeast("heartbeatMillis", 1, heartbeatMillis);
    }

    /**
     * A terminal of that name with default times, which reads text and photo at every reader, without TLS and session key: for
     * servers on this machine.
     */
    public static TerminalSettings defaults(String identity, String... servers) {
        return new TerminalSettings(
                identity,
                List.of(servers),
                Endpoint.Security.PLAIN,
                SessionKeySettings.OFF,
                5000,
                true,
                Air.DEFAULT,
                Reading.DEFAULT);
    }

    /** The same terminal with another rule for session keys. */
    public TerminalSettings with(SessionKeySettings rule) {
        return new TerminalSettings(identity, servers, security, rule, heartbeatMillis, autoStart, air, reading);
    }

    private static void atLeast(String setting, int least, int value) {
        if (value < least) {
            throw new IllegalArgumentException("%s: at least %d".formatted(setting, least));
        }
    }
}
