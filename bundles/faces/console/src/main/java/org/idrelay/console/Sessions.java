package org.idrelay.console;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Who is logged in. Time comes in as an argument, in milliseconds of any origin. For any thread. */
@Component(service = Sessions.class)
public final class Sessions {

    private static final int SECRET_BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final ConcurrentMap<String, Session> open = new ConcurrentHashMap<>();
    private final long idleMillis;
    private final long lengthMillis;

    /**
     * One user's session.
     *
     * @param id 256 random bits; the cookie's value
     * @param token 256 random bits; what every request that changes something must repeat in its header
     * @param beganMillis when the user logged in
     * @param usedMillis when the last request came
     */
    record Session(String id, String token, User user, long beganMillis, long usedMillis) {

        /** Whose it is: never its secrets. */
        @Override
        public String toString() {
            return "session of " + user.name();
        }
    }

    @Activate
    public Sessions(@Reference ConsoleSettings settings) {
        this(settings.sessionIdle(), settings.sessionLength());
    }

    Sessions(Duration idle, Duration length) {
        this.idleMillis = idle.toMillis();
        this.lengthMillis = length.toMillis();
    }

    Session begin(User user, long nowMillis) {
        open.values().removeIf(session -> isOver(session, nowMillis));
        Session session = new Session(secret(), secret(), user, nowMillis, nowMillis);
        open.put(session.id(), session);
        return session;
    }

    /** The session of that id, used now; empty if there is none or its time is over. */
    Optional<Session> use(String id, long nowMillis) {
        return Optional.ofNullable(open.computeIfPresent(
                id,
                (unused, session) -> isOver(session, nowMillis)
                        ? null
                        : new Session(id, session.token(), session.user(), session.beganMillis(), nowMillis)));
    }

    /** Whether the session goes on; asking is no use of it. */
    boolean isOpen(String id, long nowMillis) {
        Session session = open.get(id);
        return session != null && !isOver(session, nowMillis);
    }

    void end(String id) {
        open.remove(id);
    }

    private boolean isOver(Session session, long nowMillis) {
        return nowMillis - session.usedMillis() >= idleMillis || nowMillis - session.beganMillis() >= lengthMillis;
    }

    private String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
