package org.idrelay.verifier.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.idrelay.api.Party;
import org.idrelay.api.settings.SettingException;
import org.idrelay.api.settings.Settings;
import org.idrelay.api.verifier.Capability;
import org.idrelay.api.verifier.Verifier;
import org.idrelay.link.AllowList;
import org.idrelay.link.Endpoint;
import org.idrelay.link.FrequencyLimit.Rate;
import org.idrelay.link.LinkHandler;
import org.idrelay.link.RoleLoop;
import org.idrelay.link.TraceLog;
import org.idrelay.link.WaitLimit;
import org.idrelay.link.WaitOrder;
import org.idrelay.operations.trace.TraceSource;
import org.idrelay.secrecy.Keyring;
import org.idrelay.secrecy.SessionKeySettings;
import org.idrelay.wire.FrameCodec;
import org.idrelay.wire.Names;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The verifier host of this container: takes Verifier services as they come and go, and offers them to the server that
 * dials. Services come and go on any thread; everything else happens on the event loop and on the verifiers' threads.
 */
@Component(configurationPid = VerifierHost.PID, service = VerifierHost.class, immediate = true)
@Designate(ocd = VerifierHost.Config.class)
public final class VerifierHost {

    private static final String CALL_MILLIS_KEY = "verifierCallMillis";
    private static final Logger log = LoggerFactory.getLogger(VerifierHost.class);

    static final String PID = "org.idrelay.verifier.host";

    /** A frame that is nothing but its header. */
    private static final int MIN_FRAME_LENGTH = FrameCodec.LENGTH_SIZE + FrameCodec.HEADER_LENGTH;

    /** How long a verifier that goes away is waited for: its session has failed by then. */
    private static final int GOODBYE_MILLIS = 3000;

    /** The keys of {@code etc/org.idrelay.verifier.host.cfg}. */
    @ObjectClassDefinition(name = "IdRelay verifier host")
    @interface Config {
        @AttributeDefinition(description = "This host's name towards servers.")
        String identity() default "host-1";

        @AttributeDefinition(description = "host:port to listen on for the server.")
        String address() default "127.0.0.1:7301";

        @AttributeDefinition(description = "Whether the servers' links are TLS 1.3: required, off.")
        String tls() default "required";

        @AttributeDefinition(description = "Whether sessions are sealed between terminal and verifier: required, off.")
        String sessionKey() default "required";

        @AttributeDefinition(description = "Suites that may seal them, separated by commas, the preferred one first.")
        String sessionKeySuites() default "TLS_SM4_GCM_SM3,TLS_AES_256_GCM_SHA384";

        @AttributeDefinition(description = "Identities of the servers that are let in, separated by commas; * for all.")
        String allowServers() default "*";

        @AttributeDefinition(description = "How often each card may be read within the window; 0 for no limit.")
        int cardReads() default 0;

        @AttributeDefinition(description = "The window of cardReads in milliseconds.")
        int cardWindowMillis() default 60_000;

        @AttributeDefinition(
                description = "Milliseconds that a verifier may work on one call, waiting for the card apart.")
        int verifierCallMillis() default 4_000;

        @AttributeDefinition(description = "Milliseconds that a verifier waits for the card's answers.")
        int cardAnswerMillis() default 10_000;

        @AttributeDefinition(description = "Milliseconds from a failed release of a verifier to the next one.")
        int releaseRetryMillis() default 5_000;

        @AttributeDefinition(
                description = "The longest frame of the server's link in bytes, its length field included.")
        int maxFrameLength() default 65_536;

        @AttributeDefinition(description = "Sessions that the server's link may have open at once.")
        int maxSessions() default 1_024;

        @AttributeDefinition(description = "Bytes that may wait because the server reads too slowly.")
        int maxQueuedBytes() default 4_194_304;

        @AttributeDefinition(
                description = "Silent milliseconds after which a Ping leaves; three unanswered end the link.")
        int heartbeatMillis() default 5_000;
    }

    private final RoleLoop loop = new RoleLoop();
    private final String identity;
    private final HostSettings.Timing timing;
    private final TraceLog trace;
    private final SessionKeys keys;
    private final ServerLinks links;
    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();
    private @Nullable WaitOrder order;

    @Activate
    public VerifierHost(Config config, @Reference Keyring keyring) {
        this(settings(config), keyring);
    }

    /** A host to be put together by hand. */
    public VerifierHost(HostSettings settings, Keyring keyring) {
        this(settings, keyring, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    }

    /**
     * A host to be put together by hand.
     *
     * @param millis a clock that never goes back
     */
    public VerifierHost(HostSettings settings, Keyring keyring, LongSupplier millis) {
        if (!settings.sessionKey().required()) {
            log.warn(SessionKeySettings.OFF_WARNING);
        }
        identity = settings.identity();
        timing = settings.timing();
        trace = new TraceLog(Party.VERIFIER, identity);
        keys = new SessionKeys(settings, keyring, loop);
        CardLimit cards = new CardLimit(settings.admission().cardReads(), millis);
        ServedServer server = new ServedServer();
        HostDesk desk = new HostDesk(timing, loop, trace, keys, cards, server::announce);
        links = new ServerLinks(settings, loop, server, new Offers(desk));
    }

    private static HostSettings settings(Config config) {
        Settings settings = Settings.of(PID);
        return new HostSettings(
                config.identity(),
                config.address(),
                Endpoint.Security.of(settings, config.tls()),
                SessionKeySettings.of(
                        settings,
                        config.sessionKey(),
                        config.sessionKeySuites(),
                        Endpoint.areLoopback(List.of(config.address()))),
                new HostSettings.Timing(
                        settings.atLeast(CALL_MILLIS_KEY, config.verifierCallMillis(), 1),
                        settings.atLeast("cardAnswerMillis", config.cardAnswerMillis(), 1),
                        settings.atLeast("releaseRetryMillis", config.releaseRetryMillis(), 1)),
                new Endpoint.Limits(
                        settings.atLeast("maxFrameLength", config.maxFrameLength(), MIN_FRAME_LENGTH),
                        settings.atLeast("maxSessions", config.maxSessions(), 1),
                        settings.atLeast("maxQueuedBytes", config.maxQueuedBytes(), 1),
                        settings.atLeast("heartbeatMillis", config.heartbeatMillis(), 1)),
                new HostAdmission(
                        AllowList.of(settings, "allowServers", config.allowServers()),
                        new Rate(
                                settings.atLeast("cardReads", config.cardReads(), 0),
                                settings.atLeast("cardWindowMillis", config.cardWindowMillis(), 1))));
    }

    @Activate
    void offer(BundleContext context) {
        int millis = timing.verifierCallMillis();
        WaitLimit waits = new WaitLimit(Party.VERIFIER, Settings.of(PID), CALL_MILLIS_KEY, millis);
        order = WaitOrder.enter(context, waits, () -> open(context));
    }

    private synchronized void open(BundleContext context) {
        registrations.add(context.registerService(TraceSource.class, trace, null));
        registrations.add(context.registerService(LinkHandler.class, links, null));
    }

    /** Lets every verifier go, then offers nothing any more. */
    @Deactivate
    public void stop() {
        loop.ask(() -> links.offers().all(), List.<OfferedVerifier>of())
                .forEach(offer -> removeVerifier(offer.device().verifier()));
        if (order != null) {
            order.close();
        }
        unregister();
        keys.close();
    }

    private synchronized void unregister() {
        registrations.forEach(ServiceRegistration::unregister);
        registrations.clear();
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC, unbind = "removeVerifier")
    void addVerifier(Verifier verifier, Map<String, Object> properties) {
        try {
            if (properties.get(Verifier.CALL_MILLIS) instanceof Number callMillis) {
                Settings.of(PID)
                        .outlasts(
                                CALL_MILLIS_KEY,
                                timing.verifierCallMillis(),
                                Verifier.CALL_MILLIS + " of verifier " + verifier.name(),
                                callMillis.intValue());
            }
            addVerifier(verifier);
        } catch (SettingException e) {
            log.error("{}; the verifier is not offered", e.getMessage());
        }
    }

    /** Offers a verifier that does not say how long a call may take. */
    public void addVerifier(Verifier verifier) {
        try {
            String name = Names.check("verifier", verifier.name());
            Set<Capability> capabilities = Set.copyOf(verifier.capabilities());
            loop.later(() -> links.offers().add(verifier, name, capabilities));
        } catch (RuntimeException e) {
            log.warn("a verifier of {} is ignored: {}", verifier.getClass().getName(), e.toString());
        }
    }

    /** Returns when the verifier's session has failed and no call is under way any more, or that took too long. */
    public void removeVerifier(Verifier verifier) {
        CompletableFuture<Optional<VerifierThread>> removed = new CompletableFuture<>();
        loop.later(() -> removed.complete(links.offers().remove(verifier)));
        loop.ask(() -> true, false); // returns behind the removal
        removed.getNow(Optional.empty()).ifPresent(thread -> thread.awaitFinish(GOODBYE_MILLIS));
    }

    /** The end of the servers' links. */
    public LinkHandler servers() {
        return links;
    }

    public TraceSource trace() {
        return trace;
    }

    String identity() {
        return identity;
    }

    RoleLoop loop() {
        return loop;
    }

    ServerLinks links() {
        return links;
    }
}
