package org.idrelay.shell;

import java.util.Map;
import javax.security.auth.Subject;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.FailedLoginException;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import javax.security.auth.spi.LoginModule;
import org.apache.karaf.jaas.boot.ProxyLoginModule;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;
import org.apache.karaf.jaas.config.JaasRealm;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Who may log in over JMX: the admins of the container's own realm. Karaf guards the attributes and operations of MBeans by
 * role, but not the making of MBeans, by which anybody who is logged in could load code. Callable on any thread.
 */
@Component
public final class JmxRealm implements JaasRealm {

    private final String bundle;

    @Activate
    public JmxRealm(BundleContext context) {
        bundle = Long.toString(context.getBundle().getBundleId());
    }

    @Override
    public String getName() {
        return "idrelay-jmx";
    }

    @Override
    public int getRank() {
        return 0;
    }

    @Override
    public AppConfigurationEntry[] getEntries() {
        return new AppConfigurationEntry[] {
            new AppConfigurationEntry(
                    ProxyLoginModule.class.getName(),
                    LoginModuleControlFlag.REQUIRED,
                    Map.of(
                            ProxyLoginModule.PROPERTY_MODULE,
                            AdminLogin.class.getName(),
                            ProxyLoginModule.PROPERTY_BUNDLE,
                            bundle))
        };
    }

    /** Logs in to the container's realm and wants the role admin. Made by JAAS for each login. */
    public static final class AdminLogin implements LoginModule {

        private static final String REALM = "karaf";

        private Subject subject = new Subject();
        private CallbackHandler handler = callbacks -> {};
        private Subject found = new Subject();

        @Override
        public void initialize(
                Subject subject, CallbackHandler handler, Map<String, ?> sharedState, Map<String, ?> options) {
            this.subject = subject;
            this.handler = handler;
        }

        @Override
        public boolean login() throws LoginException {
            found = new Subject();
            new LoginContext(REALM, found, handler).login();
            if (!found.getPrincipals().contains(new RolePrincipal("admin"))) {
                throw new FailedLoginException("JMX is for admins.");
            }
            return true;
        }

        @Override
        public boolean commit() {
            return subject.getPrincipals().addAll(found.getPrincipals());
        }

        @Override
        public boolean abort() {
            return logout();
        }

        @Override
        public boolean logout() {
            subject.getPrincipals().removeAll(found.getPrincipals());
            return true;
        }
    }
}
