package org.idrelay.forwarding;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.camel.spi.ComponentResolver;
import org.idrelay.api.FailureCode;
import org.idrelay.api.record.CardPresence;
import org.idrelay.api.record.IdentityRecord;
import org.idrelay.api.record.RecordSink;
import org.idrelay.api.record.SinkResult;
import org.idrelay.api.settings.Settings;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands each record to another system, at least once: it is sealed on disk before the terminal hears that it is taken. Called
 * by the terminal's thread; sending is the {@link Courier}'s.
 */
@Component(configurationPid = ForwardingSink.PID, configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ForwardingSink.Config.class, factory = true)
public final class ForwardingSink implements RecordSink {

    @ObjectClassDefinition(name = "IdRelay forwarding of records")
    @interface Config {
        @AttributeDefinition(description = "The sink's name, for operators.")
        String name() default "endpoint";

        @AttributeDefinition(
                description =
                        "Where records go: file:, https:, http: on this machine, or an address of a Camel component that a bundle brings.")
        String endpoint() default "file:data/records";

        @AttributeDefinition(description = "Value of the header Authorization of HTTP requests; empty: none.")
        String authorization() default "";

        @AttributeDefinition(
                description =
                        "File of certificates (PEM) that an https: server's must come from; empty: those of the JDK.")
        String trusted() default "";

        @AttributeDefinition(description = "What is sent besides the fields: photo, fingerprints; empty: neither.")
        String parts() default "";

        @AttributeDefinition(description = "The outbox's folder; each endpoint needs its own.")
        String folder() default "data/outbox/endpoint";

        @AttributeDefinition(description = "How many records may wait.")
        int maxRecords() default 1000;

        @AttributeDefinition(description = "Milliseconds that an HTTP request may take.")
        int timeoutMillis() default 10000;

        @AttributeDefinition(description = "Milliseconds before the second try; twice as long before each further one.")
        int retryMillis() default 1000;

        @AttributeDefinition(description = "Milliseconds between two tries at most.")
        int maxRetryMillis() default 60000;
    }

    static final String PID = "org.idrelay.forwarding";

    private static final Logger LOG = LoggerFactory.getLogger(ForwardingSink.class);

    /** How many presences are remembered after they were sent. The terminal repeats one only while its card stays. */
    private static final int REMEMBERED = 1000;

    private final String name;
    private final Set<Addition> parts;
    private final int maxRecords;
    private final Outbox outbox;
    private final Courier courier;
    private final Set<UUID> waiting = new HashSet<>();
    private final Deque<UUID> sent = new ArrayDeque<>();

    @Activate
    public ForwardingSink(Config config, Map<String, Object> properties, BundleContext context) throws IOException {
        this(config, Settings.of(properties, PID), context);
    }

    private ForwardingSink(Config config, Settings file, BundleContext context) throws IOException {
        this(
                config.name(),
                file.choices("parts", config.parts(), Addition.class),
                config.maxRecords(),
                new Outbox(Path.of(config.folder())),
                Destination.of(
                        config.endpoint(),
                        new HttpDestination.Settings(config.authorization(), config.timeoutMillis(), config.trusted()),
                        scheme -> component(context, scheme)),
                config.retryMillis(),
                config.maxRetryMillis());
    }

    /** Bundles offer a component as Camel's bundles always did: its maker as a service, its scheme as the property. */
    private static @Nullable ComponentResolver component(BundleContext context, String scheme) {
        try {
            return context.getServiceReferences(ComponentResolver.class, "(component=" + scheme + ")").stream()
                    .max(Comparator.naturalOrder())
                    .map(context::getService)
                    .orElse(null);
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException("no scheme: " + scheme, e);
        }
    }

    ForwardingSink(
            String name,
            Set<Addition> parts,
            int maxRecords,
            Outbox outbox,
            Destination destination,
            int retryMillis,
            int maxRetryMillis)
            throws IOException {
        this.name = name;
        this.parts = parts;
        this.maxRecords = maxRecords;
        this.outbox = outbox;
        courier = new Courier(name, outbox, destination, retryMillis, maxRetryMillis, this::gone);
        waiting.addAll(outbox.waiting());
        outbox.waiting().forEach(courier::take);
        courier.start();
        LOG.info("Endpoint {} takes records; {} wait in its outbox", name, waiting.size());
    }

    @Deactivate
    public void stop() {
        courier.stop();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public synchronized SinkResult deliver(IdentityRecord record, CardPresence presence) {
        UUID id = presence.id();
        if (waiting.contains(id) || sent.contains(id)) {
            return new SinkResult.Taken();
        }
        if (waiting.size() >= maxRecords) {
            LOG.warn("OUTBOX_FULL: endpoint {} has {} records waiting and takes no other", name, maxRecords);
            return new SinkResult.Failed(FailureCode.OUTBOX_FULL);
        }
        try {
            outbox.put(
                    id,
                    ForwardedJson.of(record, presence, InstantSource.system().instant(), parts));
        } catch (IOException e) {
            LOG.warn("SINK_FAILED: the outbox of endpoint {} cannot be written: {}", name, e.toString());
            return new SinkResult.Failed(FailureCode.SINK_FAILED);
        }
        waiting.add(id);
        courier.take(id);
        return new SinkResult.Taken();
    }

    private synchronized void gone(UUID id) {
        waiting.remove(id);
        sent.add(id);
        if (sent.size() > REMEMBERED) {
            sent.remove();
        }
    }
}
