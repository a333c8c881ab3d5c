package org.idrelay.link;

import java.util.List;
import java.util.regex.Pattern;
import org.idrelay.api.settings.Settings;
import org.idrelay.wire.FrameCodec;
import org.idrelay.wire.Names;
import org.idrelay.wire.Role;

/**
 * What a role wants opened: where to listen, whom to dial, or the container's own readers.
 *
 * @param name the routes' name: messages pass routes {@code NAME-in} and {@code NAME-out}
 * @param mode how links come about
 * @param self who this side says it is
 * @param peer the only role that is served
 * @param addresses {@code host:port}: the one to listen on, or those to dial in turn; empty for readers
 * @param security what protects the link
 * @param limits what the link may use
 */
public record Endpoint(
        String name, Mode mode, Self self, Role peer, List<String> addresses, Security security, Limits limits) {

    /** How links come about. */
    public enum Mode {
        /** Peers connect to our port; any number of links. */
        ACCEPT,
        /** We connect, and connect again with backoff whenever the link is lost; one link at a time. */
        DIAL,
        /** One link for each reader that a driver of this container offers. */
        READERS
    }

    /**
     * Who this side says it is, and proves where there is TLS.
     *
     * @param role what it is
     * @param identity its name
     */
    public record Self(Role role, String identity) {

        public Self {
            Names.check("identity", identity);
        }
    }

    /** What protects a link. */
    public enum Security {
        /** TLS 1.3, mutual: the peer's certificate says who it is. */
        TLS,
        /** Nothing: only within one machine. */
        PLAIN;

        /** The words of the setting {@code tls}. */
        private enum Tls {
            REQUIRED,
            OFF
        }

        /** What the setting {@code tls} of a file says. */
        public static Security of(Settings file, String tls) {
            return switch (file.choice("tls", tls, Tls.class)) {
                case REQUIRED -> TLS;
                case OFF -> PLAIN;
            };
        }
    }

    /**
     * Limits of each link.
     *
     * @param maxFrameLength bytes, length field included
     * @param maxSessions sessions open at once
     * @param maxQueuedBytes bytes that wait because the peer reads too slowly; above it the link is closed
     * @param heartbeatMillis a Ping leaves when nothing was sent for that long; three of them without a sign of life
     *     from the peer close the link
     * @param callMillis how long a reader's driver may take for one call, the card's time left out; of no meaning to peers
     */
    public record Limits(int maxFrameLength, int maxSessions, int maxQueuedBytes, int heartbeatMillis, int callMillis) {

        /** 64 KiB frames, 1024 sessions, 4 MiB waiting, a heartbeat every 5 s, 1700 ms for a driver. */
        public static final Limits DEFAULT = new Limits(FrameCodec.MAX_FRAME_LENGTH, 1024, 4 << 20, 5000, 1700);

        /** Limits of a peer's link. */
        public Limits(int maxFrameLength, int maxSessions, int maxQueuedBytes, int heartbeatMillis) {
            this(maxFrameLength, maxSessions, maxQueuedBytes, heartbeatMillis, DEFAULT.callMillis());
        }

        Limits withCallMillis(int millis) {
            return new Limits(maxFrameLength, maxSessions, maxQueuedBytes, heartbeatMillis, millis);
        }
    }

    private static final Pattern LOOPBACK = Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[?::1\\]?):\\d+");

    public Endpoint {
        Names.check("endpoint", name);
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty() != (mode == Mode.READERS)) {
            throw new IllegalArgumentException(name + ": addresses do not fit mode " + mode);
        }
        if (security == Security.PLAIN && !areLoopback(addresses)) {
            throw new IllegalArgumentException("tls = off: only between peers on one machine (loopback)");
        }
    }

    /** Peers of one role connect to {@code address}, {@code host:port}. */
    public static Endpoint accept(String name, Self self, Role peer, String address, Security security, Limits limits) {
        return new Endpoint(name, Mode.ACCEPT, self, peer, List.of(address), security, limits);
    }

    /** We connect to the first of {@code addresses}, {@code host:port} each, where a peer of that role answers. */
    public static Endpoint dial(
            String name, Self self, Role peer, List<String> addresses, Security security, Limits limits) {
        return new Endpoint(name, Mode.DIAL, self, peer, addresses, security, limits);
    }

    /** The readers of this container, for its terminal: no network lies between. A driver may take {@code callMillis}. */
    public static Endpoint readers(String name, Self self, int callMillis) {
        Limits limits = Limits.DEFAULT.withCallMillis(callMillis);
        return new Endpoint(name, Mode.READERS, self, Role.READER, List.of(), Security.PLAIN, limits);
    }

    /** Whether all of several {@code host:port} are on this machine, by their own words: no name server is asked. */
    public static boolean areLoopback(List<String> addresses) {
        return addresses.stream().allMatch(address -> LOOPBACK.matcher(address).matches());
    }
}
