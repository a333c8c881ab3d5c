package org.idrelay.transport;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.idrelay.secrecy.Credentials;
import org.idrelay.secrecy.Keyring;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.namespace.service.ServiceNamespace;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers the keys of this container's folder as a service, and looks on a thread of its own for new ones. A change of its own
 * configuration reaches the next links too; it never takes the service away.
 */
@Component(
        service = {},
        immediate = true,
        configurationPid = "org.idrelay.transport.keys")
@Designate(ocd = KeyFolder.Config.class)
@Capability(
        namespace = ServiceNamespace.SERVICE_NAMESPACE,
        attribute = "objectClass:List<String>=\"org.idrelay.secrecy.Keyring\"")
@SuppressWarnings("FutureReturnValueIgnored") // what runs here catches its own failures
public final class KeyFolder {

    @ObjectClassDefinition(name = "IdRelay keys and certificates")
    @interface Config {
        @AttributeDefinition(description = "The folder with terminal.p12, server.p12, verifier-host.p12 and trust.pem.")
        String folder() default "etc/keys";

        @AttributeDefinition(description = "The password of the PKCS#12 files.")
        String password() default "";

        @AttributeDefinition(description = "Milliseconds between two looks for new files.")
        int reloadMillis() default 2000;

        @AttributeDefinition(description = "How many days before its end a certificate is warned about.")
        int warnDays() default 30;
    }

    private static final Logger log = LoggerFactory.getLogger(KeyFolder.class);
    private static final Duration DAILY = Duration.ofDays(1);

    private final Keyring keyring = new Keyring();
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "idrelay-keys");
        thread.setDaemon(true);
        return thread;
    });
    private final ServiceRegistration<Keyring> registration;
    private final Map<X509Certificate, Instant> warned = new HashMap<>();
    private List<String> said = List.of();
    private Config config;
    private @Nullable ScheduledFuture<?> next;

    @Activate
    public KeyFolder(Config config, BundleContext bundles) {
        this.config = config;
        use(config);
        registration = bundles.registerService(Keyring.class, keyring, null);
    }

    @Modified
    synchronized void use(Config changed) {
        config = changed;
        String password = changed.password();
        keyring.use(Path.of(changed.folder()), password::toCharArray);
        look();
        if (next != null) {
            next.cancel(false);
        }
        next = looking.scheduleWithFixedDelay(
                this::look, changed.reloadMillis(), changed.reloadMillis(), TimeUnit.MILLISECONDS);
    }

    @Deactivate
    void close() {
        looking.shutdownNow();
        registration.unregister();
    }

    private synchronized void look() {
        List<Credentials> before = keyring.all();
        List<String> wrong = keyring.reload();
        if (!wrong.isEmpty() && !wrong.equals(said)) {
            wrong.forEach(words -> log.error("keys in {}: {}", config.folder(), words));
        }
        said = wrong.isEmpty() ? List.of() : wrong;
        if (!keyring.all().equals(before)) {
            log.info("keys in {}: {}", config.folder(), keyring.all());
        }
        warn(Instant.now());
    }

    /** Each certificate that ends soon, once a day. */
    private void warn(Instant now) {
        for (Credentials credentials : keyring.all()) {
            for (X509Certificate certificate : credentials.certificates()) {
                Instant end = certificate.getNotAfter().toInstant();
                if (end.isBefore(now.plus(Duration.ofDays(config.warnDays()))) && isDue(certificate, now)) {
                    warned.put(certificate, now);
                    say(credentials, certificate, end, now);
                }
            }
        }
    }

    private boolean isDue(X509Certificate certificate, Instant now) {
        Instant last = warned.get(certificate);
        return last == null || last.plus(DAILY).isBefore(now);
    }

    private static void say(Credentials credentials, X509Certificate certificate, Instant end, Instant now) {
        String key = certificate.getSigAlgName();
        if (end.isBefore(now)) {
            log.error("the {} certificate of {} has ended: {}", key, credentials, end);
        } else {
            log.warn(
                    "the {} certificate of {} ends in {} days",
                    key,
                    credentials,
                    Duration.between(now, end).toDays());
        }
    }
}
