package org.idrelay.server;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.idrelay.api.Party;
import org.idrelay.api.routing.RoutingPolicy;
import org.idrelay.link.Endpoint;
import org.idrelay.link.LinkHandler;
import org.idrelay.link.RoleLoop;
import org.idrelay.link.TraceLog;
import org.idrelay.operations.ServerOperations.AdmissionInfo;
import org.idrelay.operations.ServerOperations.TerminalInfo;
import org.idrelay.operations.trace.TraceSource;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * The server of this container: puts its parts together and offers them as services. Started and stopped on any thread;
 * everything else happens on the event loop.
 */
@Component(configurationPid = "org.idrelay.server", service = RelayServer.class, immediate = true)
@Designate(ocd = RelayServer.Config.class)
public final class RelayServer {

    /** The keys of {@code etc/org.idrelay.server.cfg}. */
    @ObjectClassDefinition(name = "IdRelay server")
    @interface Config {
        String identity() default "server-1";

        String address() default "127.0.0.1:7201";

        String tls() default "required";

        String policy() default "table-idle";

        int queueLimit() default 256;

        int queueWaitMillis() default 60_000;

        int sessionLimitMillis() default 30_000;

        int verifierTimeoutMillis() default 12_000;

        int maxFrameLength() default 65_536;

        int maxSessions() default 64;

        int maxQueuedBytes() default 4_194_304;

        int heartbeatMillis() default 5_000;
    }

    private final RoleLoop loop = new RoleLoop();
    private final Router router = new Router();
    private final AdmissionRules rules;
    private final Admission admission;
    private final TraceLog trace;
    private final Relay relay;
    private final TerminalLinks terminals;
    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();
    private volatile ServerSettings settings;

    @Activate
    public RelayServer(Config config, @Reference AdmissionRules rules) {
        this(settings(config), rules, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    }

    /** A server to be put together by hand, which lets everybody in until somebody is frozen. */
    public RelayServer(ServerSettings settings, LongSupplier millis) {
        this(settings, new AdmissionRules(AdmissionSettings.OPEN), millis);
    }

    /**
     * A server to be put together by hand.
     *
     * @param rules who is let in, from the first link on
     * @param millis a clock that never goes back
     */
    public RelayServer(ServerSettings settings, AdmissionRules rules, LongSupplier millis) {
        this.settings = settings;
        this.rules = rules;
        admission = new Admission(rules.follow(changed -> loop.later(() -> judgeAgain(changed))), millis);
        trace = new TraceLog(Party.SERVER, settings.identity());
        relay = new Relay(settings, admission, router, trace, loop, millis);
        terminals = new TerminalLinks(relay, admission, loop, settings.endpoint());
    }

    @Activate
    void offer(BundleContext context) {
        registrations.add(context.registerService(TraceSource.class, trace, null));
        registrations.add(context.registerService(LinkHandler.class, terminals, null));
    }

    /** Sessions under way go on. Identity, address and link limits are those of the start. */
    @Modified
    void modified(Config config) {
        ServerSettings changed = settings(config);
        settings = changed;
        loop.later(() -> relay.apply(changed));
    }

    /** Ends every session and every terminal's link, then offers nothing any more. */
    @Deactivate
    public void stop() {
        loop.ask(
                () -> {
                    relay.stop();
                    terminals.stop();
                    return true;
                },
                false);
        registrations.forEach(ServiceRegistration::unregister);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            unbind = "removePolicy",
            updated = "updatedPolicy")
    public void addPolicy(RoutingPolicy policy) {
        router.add(policy);
        loop.later(relay::serveWaiters);
    }

    /** What it decides has changed: somebody who waits may be admitted now. */
    void updatedPolicy(RoutingPolicy policy) {
        loop.later(relay::serveWaiters);
    }

    public void removePolicy(RoutingPolicy policy) {
        router.remove(policy);
    }

    /** The end of the terminals' links. */
    public LinkHandler terminals() {
        return terminals;
    }

    public TraceSource trace() {
        return trace;
    }

    RoleLoop loop() {
        return loop;
    }

    Relay relay() {
        return relay;
    }

    ServerSettings settings() {
        return settings;
    }

    AdmissionRules rules() {
        return rules;
    }

    Admission admission() {
        return admission;
    }

    AdmissionInfo admissionInfo() {
        return admission.info(terminals.identities(), relay.hostIdentities());
    }

    List<TerminalInfo> terminalInfos() {
        return terminals.infos();
    }

    private void judgeAgain(AdmissionSettings changed) {
        admission.apply(changed);
        terminals.judgeAgain();
        relay.judgeHostsAgain();
    }

    private static ServerSettings settings(Config config) {
        return new ServerSettings(
                config.identity(),
                config.address(),
                Endpoint.Security.of(config.tls()),
                config.policy(),
                config.queueLimit(),
                config.queueWaitMillis(),
                config.sessionLimitMillis(),
                config.verifierTimeoutMillis(),
                new Endpoint.Limits(
                        config.maxFrameLength(),
                        config.maxSessions(),
                        config.maxQueuedBytes(),
                        config.heartbeatMillis()));
    }
}
