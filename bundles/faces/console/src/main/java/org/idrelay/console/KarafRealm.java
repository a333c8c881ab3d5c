package org.idrelay.console;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The container's own JAAS realm, as for SSH and JMX: {@code etc/users.properties}, or LDAP and others in its place. */
@Component(service = Realm.class)
public final class KarafRealm implements Realm {

    private static final Logger log = LoggerFactory.getLogger(KarafRealm.class);
    private static final String NAME = "karaf";

    @Override
    public Optional<Set<UserRole>> roles(String user, String password) {
        Subject subject = new Subject();
        try {
            LoginContext context = new LoginContext(NAME, subject, callbacks -> answer(callbacks, user, password));
            context.login();
            Set<UserRole> roles = EnumSet.noneOf(UserRole.class);
            for (RolePrincipal principal : subject.getPrincipals(RolePrincipal.class)) {
                UserRole.ofRealm(principal.getName()).map(UserRole::withImplied).ifPresent(roles::addAll);
            }
            context.logout();
            return Optional.of(roles);
        } catch (LoginException e) {
            log.debug("login refused: {}", e.getClass().getName());
            return Optional.empty();
        }
    }

    private static void answer(Callback[] callbacks, String user, String password) {
        for (Callback callback : callbacks) {
            if (callback instanceof NameCallback name) {
                name.setName(user);
            } else if (callback instanceof PasswordCallback secret) {
                secret.setPassword(password.toCharArray());
            }
        }
    }
}
