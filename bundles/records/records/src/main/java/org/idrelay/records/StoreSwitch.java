package org.idrelay.records;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.idrelay.api.record.RecordSink;
import org.idrelay.api.settings.Settings;
import org.idrelay.operations.RecordOperations;
import org.idrelay.operations.StoreException;
import org.idrelay.operations.audit.AuditTrail;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.namespace.service.ServiceNamespace;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers the store as services while a database is configured, and purges it on a thread of its own. Whether the database is
 * there or not is the store's business: it is offered, and says so.
 */
@Component(
        service = {},
        immediate = true,
        configurationPid = "org.idrelay.records")
@Designate(ocd = StoreSwitch.Config.class)
@Capability(
        namespace = ServiceNamespace.SERVICE_NAMESPACE,
        attribute = "objectClass:List<String>=\"org.idrelay.api.record.RecordSink\"")
@SuppressWarnings("FutureReturnValueIgnored") // what runs here catches its own failures
public final class StoreSwitch {

    @ObjectClassDefinition(name = "IdRelay record store")
    @interface Config {
        @AttributeDefinition(description = "off, h2 or a URL that begins with jdbc:postgresql:")
        String database() default "off";

        @AttributeDefinition(description = "The folder of the H2 database.")
        String folder() default "data/records";

        @AttributeDefinition(description = "PostgreSQL's user; empty: as in the URL.")
        String user() default "";

        @AttributeDefinition(description = "The user's password.")
        String password() default "";

        @AttributeDefinition(description = "A PKCS#12 file, or pkcs11:LIBRARY.")
        String keyStore() default "etc/keys/records.p12";

        @AttributeDefinition(description = "The password of the PKCS#12 file, or the token's PIN.")
        String keyPassword() default "";

        @AttributeDefinition(description = "The label of the token, for pkcs11: only.")
        String keyToken() default "idrelay";

        @AttributeDefinition(description = "AES_256_GCM or SM4_GCM.")
        SealCipher cipher() default SealCipher.AES_256_GCM;

        @AttributeDefinition(description = "Whether fields are kept.")
        boolean fields() default true;

        @AttributeDefinition(description = "Whether photos are kept.")
        boolean photo() default true;

        @AttributeDefinition(description = "Whether fingerprints are kept.")
        boolean fingerprints() default false;

        @AttributeDefinition(description = "Days after which a record is purged; 1 or more.")
        int retentionDays() default 30;

        @AttributeDefinition(description = "Minutes between two purges; the first is a minute after the start.")
        int purgeMinutes() default 60;
    }

    private static final Settings FILE = Settings.of("org.idrelay.records");
    private static final Logger log = LoggerFactory.getLogger(StoreSwitch.class);
    private static final String OFF = "off";

    private final StoreAudit audit = new StoreAudit();
    private final @Nullable StoreConnection connection;
    private final @Nullable ServiceRegistration<?> registration;
    private final ScheduledExecutorService purging = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "idrelay-records");
        thread.setDaemon(true);
        return thread;
    });

    @Activate
    public StoreSwitch(Config config, BundleContext bundles) {
        RecordStore.Settings settings = new RecordStore.Settings(
                config.cipher(),
                parts(config),
                Duration.ofDays(FILE.atLeast("retentionDays", config.retentionDays(), 1)));
        if (config.database().equals(OFF)) {
            connection = null;
            registration = null;
            return;
        }
        int purgeMinutes = FILE.atLeast("purgeMinutes", config.purgeMinutes(), 1);
        StoreConnection opened = new StoreConnection(database(config), keys(config));
        RecordStore store = new RecordStore(settings, opened, audit, InstantSource.system());
        connection = opened;
        log.info("records are kept: {} in {}", settings.parts(), opened.database());
        purging.scheduleWithFixedDelay(() -> purge(store), 1, purgeMinutes, TimeUnit.MINUTES);
        registration = bundles.registerService(
                new String[] {RecordSink.class.getName(), RecordOperations.class.getName()}, store, null);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addAudit(AuditTrail trail) {
        audit.use(trail);
    }

    void removeAudit(AuditTrail trail) {
        audit.release(trail);
    }

    @Deactivate
    void close() {
        if (registration != null) {
            registration.unregister();
        }
        purging.shutdownNow();
        if (connection != null) {
            connection.close();
        }
    }

    static Database database(Config config) {
        if (config.database().equals("h2")) {
            return new H2Database(Path.of(config.folder()));
        }
        if (config.database().startsWith(PostgresDatabase.PREFIX)) {
            return new PostgresDatabase(config.database(), config.user(), config.password());
        }
        throw FILE.refused("database", "neither off nor h2, nor a URL that begins with " + PostgresDatabase.PREFIX);
    }

    static KeySource keys(Config config) {
        if (config.keyStore().startsWith(Pkcs11Token.PREFIX)) {
            String library = config.keyStore().substring(Pkcs11Token.PREFIX.length());
            return new Pkcs11Token(library, config.keyToken(), config.keyPassword());
        }
        return new Pkcs12File(Path.of(config.keyStore()), config.keyPassword());
    }

    private static Set<Part> parts(Config config) {
        Set<Part> parts = EnumSet.noneOf(Part.class);
        if (config.fields()) {
            parts.add(Part.FIELDS);
        }
        if (config.photo()) {
            parts.add(Part.PHOTO);
        }
        if (config.fingerprints()) {
            parts.add(Part.FINGERPRINTS);
        }
        return parts;
    }

    private static void purge(RecordStore store) {
        try {
            store.purge();
        } catch (StoreException e) {
            log.error("the store cannot purge: {}: {}", e.code(), e.getMessage());
        } catch (RuntimeException e) {
            log.error("the store cannot purge: {}", e.getClass().getName());
        }
    }
}
