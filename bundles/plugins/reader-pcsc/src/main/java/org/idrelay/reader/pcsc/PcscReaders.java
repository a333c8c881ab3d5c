package org.idrelay.reader.pcsc;

import java.util.Dictionary;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.idrelay.api.reader.CardReader;
import org.idrelay.api.reader.Difference;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Registers every PC/SC reader of this machine as a service for as long as it is there; on one thread, which asks PC/SC. */
@Component(service = PcscReaders.class, immediate = true, configurationPid = "org.idrelay.reader.pcsc")
@Designate(ocd = PcscReaders.Config.class)
public final class PcscReaders {

    private static final Logger log = LoggerFactory.getLogger(PcscReaders.class);
    private static final int STOP_MILLIS = 2000;

    @ObjectClassDefinition(name = "IdRelay PC/SC readers")
    @interface Config {
        @AttributeDefinition(
                description = "Which readers, by their PC/SC names: a regular expression for the whole name")
        String readers() default ".*";

        @AttributeDefinition(description = "How raw frames go: auto, transparent, pn532")
        String mode() default "auto";

        @AttributeDefinition(description = "Who makes the CRC_B in a transparent session: reader, driver")
        String crc() default "reader";

        @AttributeDefinition(description = "How often readers are looked for, milliseconds")
        int scanIntervalMillis() default 1000;

        @AttributeDefinition(description = "How much longer than the card a reader may take, milliseconds")
        int callMillis() default 1500;

        @AttributeDefinition(description = "The PC/SC library's file; empty for the one this system usually has")
        String library() default "";
    }

    private final BundleContext bundle;
    private final Pcsc pcsc;
    private final ReaderScan scan;
    private final PcscSettings settings;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(run -> new Thread(run, "idrelay-pcsc-readers"));

    private final ScheduledFuture<?> looking;

    /** By PC/SC name; of the thread alone. */
    private final Map<String, Registered> readers = new HashMap<>();

    private record Registered(PcscReader reader, ServiceRegistration<CardReader> service) {}

    @Activate
    public PcscReaders(BundleContext bundle, Config config) {
        this.bundle = bundle;
        pcsc = new Pcsc(config.library());
        scan = new ReaderScan(pcsc, Pattern.compile(config.readers()));
        settings = new PcscSettings(RawMode.valueOf(config.mode()), readerMakesCrc(config.crc()), config.callMillis());
        looking = thread.scheduleWithFixedDelay(this::look, 0, config.scanIntervalMillis(), TimeUnit.MILLISECONDS);
    }

    private static boolean readerMakesCrc(String crc) {
        return switch (crc) {
            case "reader" -> true;
            case "driver" -> false;
            default -> throw new IllegalArgumentException("crc = " + crc + ": reader or driver");
        };
    }

    @Deactivate
    void close() throws InterruptedException {
        looking.cancel(false);
        thread.execute(() -> {
            Set.copyOf(readers.keySet()).forEach(this::lose);
            scan.close();
        });
        thread.shutdown();
        if (!thread.awaitTermination(STOP_MILLIS, TimeUnit.MILLISECONDS)) {
            log.warn("PC/SC does not end its last call");
        }
    }

    private void look() {
        try {
            Difference<String> difference = Difference.between(readers.keySet(), scan.scan());
            difference.lost().forEach(this::lose);
            difference.found().forEach(this::find);
        } catch (RuntimeException | LinkageError e) {
            log.error("looking for PC/SC readers failed", e);
        }
    }

    private void find(String pcscName) {
        PcscReader reader = new PcscReader(pcsc, pcscName, ReaderNames.of(pcscName), settings);
        log.debug("reader {} found: {}", reader.name(), pcscName);
        Dictionary<String, Object> properties = FrameworkUtil.asDictionary(
                Map.of("driver", "pcsc", "name", reader.name(), CardReader.CALL_MILLIS, settings.callMillis()));
        readers.put(pcscName, new Registered(reader, bundle.registerService(CardReader.class, reader, properties)));
    }

    private void lose(String pcscName) {
        Registered lost = readers.remove(pcscName);
        if (lost != null) {
            log.debug("reader {} lost", lost.reader().name());
            try {
                lost.service().unregister();
            } catch (IllegalStateException e) {
                log.debug(
                        "reader {}: its service was gone before", lost.reader().name());
            }
            lost.reader().close();
        }
    }
}
