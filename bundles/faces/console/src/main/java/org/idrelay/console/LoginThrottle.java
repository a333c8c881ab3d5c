package org.idrelay.console;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Slows down whoever guesses passwords: after so many failures an address, or a user's name, may try only once in a pause.
 * Time comes in as an argument, in milliseconds of any origin. For any thread.
 */
@Component(service = LoginThrottle.class)
public final class LoginThrottle {

    private static final int MAX_REMEMBERED = 10_000;
    private static final long FORGET_MILLIS = Duration.ofHours(24).toMillis();

    /** Several people may sit behind one address. */
    private static final int USERS_PER_ADDRESS = 4;

    private final int allowed;
    private final long pauseMillis;

    private final Map<String, Attempts> remembered = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Attempts> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };

    private record Attempts(int count, long lastMillis) {}

    @Activate
    public LoginThrottle(@Reference ConsoleSettings settings) {
        this(settings.loginFailures(), settings.loginPause());
    }

    LoginThrottle(int allowed, Duration pause) {
        this.allowed = allowed;
        this.pauseMillis = pause.toMillis();
    }

    /**
     * Asks before a password is tried. The attempt counts as a failure until {@link #succeeded} takes that back, so that
     * many at once gain nothing.
     *
     * @return whether it may be tried now
     */
    synchronized boolean admits(String address, String user, long nowMillis) {
        boolean paused = isPaused(ofAddress(address), allowed * USERS_PER_ADDRESS, nowMillis)
                || isPaused(ofUser(user), allowed, nowMillis);
        if (!paused) {
            count(ofAddress(address), nowMillis);
            count(ofUser(user), nowMillis);
        }
        return !paused;
    }

    /** The password was right: the user's failures are forgotten, the address keeps those of others. */
    synchronized void succeeded(String address, String user) {
        remembered.remove(ofUser(user));
        remembered.computeIfPresent(
                ofAddress(address),
                (unused, attempts) ->
                        attempts.count() == 1 ? null : new Attempts(attempts.count() - 1, attempts.lastMillis()));
    }

    private boolean isPaused(String key, int limit, long nowMillis) {
        Attempts attempts = remembered.get(key);
        return attempts != null && attempts.count() >= limit && nowMillis - attempts.lastMillis() < pauseMillis;
    }

    private void count(String key, long nowMillis) {
        remembered.merge(
                key,
                new Attempts(1, nowMillis),
                (known, one) -> nowMillis - known.lastMillis() >= FORGET_MILLIS
                        ? one
                        : new Attempts(known.count() + 1, nowMillis));
    }

    private static String ofAddress(String address) {
        return "address " + address;
    }

    private static String ofUser(String user) {
        return "user " + user;
    }
}
