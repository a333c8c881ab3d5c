package org.idrelay.verifier.sam;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.idrelay.api.settings.Settings;
import org.idrelay.api.verifier.Capability;
import org.idrelay.api.verifier.Verifier;
import org.idrelay.api.verifier.VerifierException;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
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
 * Keeps the line to one SAM's bridge: dials both ports, offers the verifier once it has answered there and for as long as both
 * connections stand, dials again when one is lost. One thread of its own.
 */
@Component(
        service = {},
        immediate = true,
        configurationPid = SamAdapter.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = SamAdapter.Config.class, factory = true)
public final class SamAdapter implements AutoCloseable {

    @ObjectClassDefinition(name = "IdRelay SAM behind a bridge")
    @interface Config {
        @AttributeDefinition(description = "The verifier's name, unique in the fleet")
        String name() default "sam-1";

        @AttributeDefinition(description = "host:port of the bridge for host frames")
        String hostAddress() default "127.0.0.1:7401";

        @AttributeDefinition(description = "host:port of the bridge for RF frames")
        String rfAddress() default "127.0.0.1:7402";

        @AttributeDefinition(description = "Whether the SAM may read fingerprints")
        boolean fingerprint() default true;

        @AttributeDefinition(description = "Whether the SAM may read the additional address")
        boolean additionalAddress() default true;

        @AttributeDefinition(description = "Milliseconds that the SAM waits for the answer to a card command")
        int rfAnswerMillis() default 900;

        @AttributeDefinition(description = "Milliseconds that the SAM may keep silent when it is its turn")
        int hostAnswerMillis() default 2500;

        @AttributeDefinition(description = "Milliseconds for one call with all repetitions, the card's time left out")
        int callMillis() default 3000;

        @AttributeDefinition(description = "Milliseconds that a connection to the bridge may take")
        int connectMillis() default 2000;
    }

    static final String PID = "org.idrelay.verifier.sam";

    private static final Logger log = LoggerFactory.getLogger(SamAdapter.class);
    private static final int[] BACKOFF_MILLIS = {100, 200, 500, 1000, 2000, 5000};

    private final SamSettings settings;
    private final Function<Verifier, Runnable> offer;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;

    @Activate
    public SamAdapter(BundleContext context, Config config, Map<String, Object> properties) {
        this(settings(config, Settings.of(properties, PID)), verifier -> {
            ServiceRegistration<Verifier> registration = context.registerService(
                    Verifier.class,
                    verifier,
                    FrameworkUtil.asDictionary(Map.of(Verifier.CALL_MILLIS, config.callMillis())));
            return registration::unregister;
        });
    }

    /**
     * An adapter outside OSGi, dialling until it is closed.
     *
     * @param offer makes the verifier known, on the adapter's thread; the returned action takes it back
     */
    public SamAdapter(SamSettings settings, Function<Verifier, Runnable> offer) {
        this.settings = settings;
        this.offer = offer;
        thread = new Thread(this::keep, "idrelay-sam-" + settings.name());
        thread.setDaemon(true);
        thread.start();
    }

    /** Takes the verifier back and closes the line. */
    @Deactivate
    @Override
    public void close() {
        stopped.countDown();
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** An adapter outside OSGi, for loopback ports and default times. */
    public static SamAdapter onLoopback(
            String name, int hostPort, int rfPort, int hostAnswerMillis, Function<Verifier, Runnable> offer) {
        return new SamAdapter(
                new SamSettings(
                        name,
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), hostPort),
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), rfPort),
                        Set.of(Capability.TEXT_PHOTO, Capability.FINGERPRINT),
                        new SamSettings.Times(900, hostAnswerMillis, hostAnswerMillis + 500, 2000)),
                offer);
    }

    private void keep() {
        int failures = 0;
        try {
            while (stopped.getCount() > 0) {
                try (SamLine line = SamLine.connect(settings)) {
                    SamVerifier verifier = new SamVerifier(settings, line);
                    verifier.release();
                    failures = 0;
                    serve(verifier, line);
                } catch (IOException | VerifierException e) {
                    if (failures == 0) {
                        log.warn("verifier {} cannot be reached; dialling on: {}", settings.name(), e.getMessage());
                    }
                    failures++;
                }
                int pause = BACKOFF_MILLIS[Math.min(failures, BACKOFF_MILLIS.length - 1)];
                stopped.await(pause + ThreadLocalRandom.current().nextInt(pause), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            log.debug("verifier {}: the adapter stops", settings.name());
        }
    }

    private void serve(SamVerifier verifier, SamLine line) throws InterruptedException {
        log.debug("verifier {}: the SAM answers", settings.name());
        Runnable withdraw = offer.apply(verifier);
        try {
            line.awaitGone();
        } finally {
            withdraw.run();
            log.debug("verifier {}: the connection to the SAM is gone", settings.name());
        }
    }

    private static SamSettings settings(Config config, Settings file) {
        Set<Capability> capabilities = EnumSet.of(Capability.TEXT_PHOTO);
        if (config.fingerprint()) {
            capabilities.add(Capability.FINGERPRINT);
        }
        if (config.additionalAddress()) {
            capabilities.add(Capability.ADDRESS);
        }
        return new SamSettings(
                config.name(),
                address("hostAddress", config.hostAddress()),
                address("rfAddress", config.rfAddress()),
                Set.copyOf(capabilities),
                new SamSettings.Times(
                        file.atLeast("rfAnswerMillis", config.rfAnswerMillis(), 1),
                        file.atLeast("hostAnswerMillis", config.hostAnswerMillis(), 1),
                        file.outlasts("callMillis", config.callMillis(), "hostAnswerMillis", config.hostAnswerMillis()),
                        file.atLeast("connectMillis", config.connectMillis(), 1)));
    }

    private static InetSocketAddress address(String setting, String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1 || !text.substring(colon + 1).strip().matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException(setting + ": not HOST:PORT");
        }
        return new InetSocketAddress(
                text.substring(0, colon).strip(),
                Integer.parseInt(text.substring(colon + 1).strip()));
    }
}
