package org.idrelay.console;

import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out by user and password who somebody is, unless too many tries failed. For any thread; may block. */
@Component(service = Authentication.class)
public final class Authentication {

    private static final Logger log = LoggerFactory.getLogger(Authentication.class);

    /** The throttle remembers names. */
    private static final int MAX_NAME_LENGTH = 128;

    private final ConsoleSettings settings;
    private final LoginThrottle throttle;
    private final Realm realm;
    private final LongSupplier clock;

    @Activate
    public Authentication(
            @Reference ConsoleSettings settings, @Reference LoginThrottle throttle, @Reference Realm realm) {
        this(settings, throttle, realm, Guard::nowMillis);
    }

    Authentication(ConsoleSettings settings, LoginThrottle throttle, Realm realm, LongSupplier clock) {
        this.settings = settings;
        this.throttle = throttle;
        this.realm = realm;
        this.clock = clock;
    }

    /** The user of that password. */
    User user(String address, String name, String password) throws Refusal {
        if (name.length() > MAX_NAME_LENGTH) {
            throw new Refusal(Reason.REQUEST_MALFORMED);
        }
        if (!throttle.admits(address, name, clock.getAsLong())) {
            throw new Refusal(Reason.LOGIN_PAUSED);
        }
        Optional<Set<UserRole>> roles = realm.roles(name, password).filter(known -> !known.isEmpty());
        if (roles.isEmpty()) {
            log.warn("a login from {} was refused", address);
            throw new Refusal(Reason.LOGIN_REFUSED);
        }
        throttle.succeeded(address, name);
        return new User(name, roles.get(), settings.readersOf(name));
    }
}
