package org.idrelay.server;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.idrelay.api.Party;
import org.idrelay.api.routing.RoutingPolicy;
import org.idrelay.api.settings.Settings;
import org.idrelay.link.Endpoint;
import org.idrelay.link.LinkHandler;
import org.idrelay.link.RoleLoop;
import org.idrelay.link.TraceLog;
import org.idrelay.link.WaitLimit;
import org.idrelay.link.WaitOrder;
import org.idrelay.operations.ServerOperations;
import org.idrelay.operations.trace.TraceSource;
import org.idrelay.wire.FrameCodec;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.namespace.service.ServiceNamespace;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server of this container: puts its parts together and offers them as services. Started and stopped on any thread;
 * everything else happens on the event loop.
 */
@Component(
        configurationPid = RelayServer.PID,
        service = {},
        immediate = true)
@Designate(ocd = RelayServer.Config.class)
@Capability(
        namespace = ServiceNamespace.SERVICE_NAMESPACE,
        attribute = "objectClass:List<String>=\"org.idrelay.link.LinkHandler,org.idrelay.operations.ServerOperations,"
                + "org.idrelay.operations.trace.TraceSource,org.idrelay.server.HostLinks\"")
public final class RelayServer {

    static final String PID = "org.idrelay.server";

    private static final Logger log = LoggerFactory.getLogger(RelayServer.class);

    /** The keys of {@code etc/org.idrelay.server.cfg}. */
    @ObjectClassDefinition(name = "IdRelay server")
    @interface Config {
        @AttributeDefinition(description = "The server's name.")
        String identity() default "server-1";

        @AttributeDefinition(description = "host:port to listen on for terminals.")
        String address() default "127.0.0.1:7201";

        @AttributeDefinition(
                description = "TLS to terminals: required, or off, which is possible only on this machine.")
        String tls() default "required";

        @AttributeDefinition(description = "The routing policy in force: table, idle, table-idle, or one of your own.")
        String policy() default "table-idle";

        @AttributeDefinition(description = "How many sessions may wait for a verifier.")
        int queueLimit() default 256;

        @AttributeDefinition(description = "The longest wait for a verifier, in milliseconds.")
        int queueWaitMillis() default 60_000;

        @AttributeDefinition(description = "How long one session may keep its verifier, in milliseconds.")
        int sessionLimitMillis() default 30_000;

        @AttributeDefinition(description = "How long a verifier may owe an answer, in milliseconds.")
        int verifierTimeoutMillis() default 5_000;

        @AttributeDefinition(description = "The longest frame of a link, in bytes.")
        int maxFrameLength() default 65_536;

        @AttributeDefinition(description = "How many sessions may be open on a link at once.")
        int maxSessions() default 64;

        @AttributeDefinition(description = "How many bytes may wait on a link because the peer reads too slowly.")
        int maxQueuedBytes() default 4_194_304;

        @AttributeDefinition(description = "After how many silent milliseconds a Ping leaves.")
        int heartbeatMillis() default 5_000;
    }

    private final RoleLoop loop = new RoleLoop();
    private final Router router = new Router();
    private final Admission admission;
    private final TraceLog trace;
    private final Ledger ledger;
    private final Leasing leasing;
    private final Relay relay;
    private final TerminalLinks terminals;
    private final HostLinks hosts;
    private final ServerOperations operations;
    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();
    private final WaitLimit waits;
    private @Nullable WaitOrder order;

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
        admission = new Admission(rules.follow(changed -> loop.later(() -> judgeAgain(changed))), millis);
        trace = new TraceLog(Party.SERVER, settings.identity());
        ledger = new Ledger(trace, millis);
        leasing = new Leasing(settings, router, ledger, this::verifiersMayCome);
        relay = new Relay(settings, admission, leasing, ledger, loop, millis);
        terminals = new TerminalLinks(relay, admission, loop, settings.terminals());
        hosts = new HostLinks(relay, admission, loop, settings);
        waits = waits(settings);
        operations = new RelayOperations(loop, relay, leasing, terminals, hosts, admission, rules);
    }

    @Activate
    void offer(BundleContext context) {
        order = WaitOrder.enter(context, waits, () -> open(context));
    }

    private synchronized void open(BundleContext context) {
        registrations.add(context.registerService(TraceSource.class, trace, null));
        registrations.add(context.registerService(LinkHandler.class, terminals, null));
        registrations.add(context.registerService(HostLinks.class, hosts, null));
        registrations.add(context.registerService(ServerOperations.class, operations, null));
    }

    /** Sessions under way go on. Identity, address and link limits are those of the start. */
    @Modified
    void modified(Config config) {
        try {
            ServerSettings changed = settings(config);
            if (order != null) {
                order.change(waits(changed));
            }
            loop.later(() -> relay.apply(changed));
        } catch (IllegalArgumentException e) {
            log.error("{}; what it said before stays in force", e.getMessage());
        }
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
        if (order != null) {
            order.close();
        }
        unregister();
    }

    private synchronized void unregister() {
        registrations.forEach(ServiceRegistration::unregister);
        registrations.clear();
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

    /** The end of the link to one more verifier host, whose routes are {@code host-NAME-in} and {@code host-NAME-out}. */
    public LinkHandler host(String name, List<String> addresses, Endpoint.Security security) {
        return hosts.to(name, addresses, security);
    }

    public ServerOperations operations() {
        return operations;
    }

    public TraceSource trace() {
        return trace;
    }

    long lateAnswers() {
        return ledger.lateAnswers();
    }

    private boolean verifiersMayCome() {
        return hosts.mayAnnounce();
    }

    private void judgeAgain(AdmissionSettings changed) {
        admission.apply(changed);
        terminals.judgeAgain();
        hosts.judgeAgain();
    }

    private static WaitLimit waits(ServerSettings settings) {
        return new WaitLimit(
                Party.SERVER,
                Settings.of(PID),
                "verifierTimeoutMillis",
                settings.patience().verifierMillis());
    }

    private static ServerSettings settings(Config config) {
        Settings file = Settings.of(PID);
        return new ServerSettings(
                config.identity(),
                config.address(),
                Endpoint.Security.of(file, config.tls()),
                config.policy(),
                new ServerSettings.Queue(
                        file.atLeast("queueLimit", config.queueLimit(), 0),
                        file.atLeast("queueWaitMillis", config.queueWaitMillis(), 0)),
                new ServerSettings.Patience(
                        file.atLeast("sessionLimitMillis", config.sessionLimitMillis(), 1),
                        file.atLeast("verifierTimeoutMillis", config.verifierTimeoutMillis(), 1)),
                new Endpoint.Limits(
                        file.within(
                                "maxFrameLength",
                                config.maxFrameLength(),
                                FrameCodec.HEADER_LENGTH,
                                FrameCodec.MAX_FRAME_LENGTH),
                        file.atLeast("maxSessions", config.maxSessions(), 1),
                        file.atLeast("maxQueuedBytes", config.maxQueuedBytes(), 1),
                        file.atLeast("heartbeatMillis", config.heartbeatMillis(), 1)));
    }
}
