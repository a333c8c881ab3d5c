package org.idrelay.server;

import java.util.Map;
import org.idrelay.api.settings.Settings;
import org.idrelay.link.Endpoint;
import org.idrelay.link.LinkHandler;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The address of one verifier host, one for each {@code etc/org.idrelay.server.host-NAME.cfg}: hands it to the server. */
@Component(
        configurationPid = DialledHost.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        service = {})
@Designate(ocd = DialledHost.Config.class, factory = true)
public final class DialledHost {

    static final String PID = "org.idrelay.server.host";

    /** The keys of {@code etc/org.idrelay.server.host-NAME.cfg}. */
    @ObjectClassDefinition(name = "IdRelay server: a verifier host")
    @interface Config {
        @AttributeDefinition(
                description = "What the server calls the host; the routes are host-NAME-in and host-NAME-out")
        String name() default "local";

        @AttributeDefinition(description = "Where the host listens: host:port, or several, which are tried in turn.")
        String address() default "127.0.0.1:7301";

        @AttributeDefinition(
                description = "TLS on this link: required, or off, which is possible only on this machine.")
        String tls() default "required";
    }

    private final HostLinks.Host host;
    private final ServiceRegistration<LinkHandler> registration;

    @Activate
    public DialledHost(
            @Reference HostLinks hosts, BundleContext context, Config config, Map<String, Object> properties) {
        Settings file = Settings.of(properties, PID);
        host = hosts.to(
                config.name(), file.someOf("address", config.address()), Endpoint.Security.of(file, config.tls()));
        registration = context.registerService(LinkHandler.class, host, null);
    }

    @Deactivate
    void forgotten() {
        registration.unregister();
        host.forgotten();
    }
}
