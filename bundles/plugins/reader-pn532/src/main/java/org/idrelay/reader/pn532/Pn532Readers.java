package org.idrelay.reader.pn532;

import java.io.IOException;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.idrelay.api.reader.CardReader;
import org.idrelay.api.reader.Difference;
import org.idrelay.api.reader.ReaderException;
import org.idrelay.api.settings.Settings;
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

/**
 * Registers a reader for each PN532 that answers at a serial port of this machine, for as long as it is there; on one thread,
 * which scans the ports and tries them.
 */
@Component(
        service = {},
        immediate = true,
        configurationPid = "org.idrelay.reader.pn532")
@Designate(ocd = Pn532Readers.Config.class)
@SuppressWarnings("FutureReturnValueIgnored") // what runs here catches its own failures
public final class Pn532Readers {

    @ObjectClassDefinition(name = "IdRelay PN532 readers")
    @interface Config {
        @AttributeDefinition(description = "Names of the serial ports to look at: a regular expression.")
        String ports() default "ttyUSB[0-9]+|ttyACM[0-9]+|COM[0-9]+|cu[.]usb.*";

        @AttributeDefinition(description = "Further ports by their paths, separated by commas.")
        String paths() default "";

        @AttributeDefinition(description = "Baud rate.")
        int baudRate() default 115200;

        @AttributeDefinition(description = "What the readers' names begin with.")
        String namePrefix() default "pn532-";

        @AttributeDefinition(description = "Milliseconds between two looks.")
        int scanMillis() default 2000;

        @AttributeDefinition(description = "Milliseconds that a reader may take for one call beyond the card's time.")
        int callMillis() default 1500;
    }

    private static final Logger log = LoggerFactory.getLogger(Pn532Readers.class);
    private static final int MAX_NAME = 64;

    private final Config config;
    private final BundleContext bundles;
    private final PortScan scan;

    /** By port. */
    private final Map<String, Registered> readers = new TreeMap<>();

    private final SilentPorts silent = new SilentPorts();
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "idrelay-pn532");
        thread.setDaemon(true);
        return thread;
    });

    private record Registered(Pn532Reader reader, ServiceRegistration<CardReader> service) {}

    @Activate
    public Pn532Readers(Config config, BundleContext bundles) {
        this.config = config;
        this.bundles = bundles;
        scan = new PortScan(Pattern.compile(config.ports()), Settings.list(config.paths()));
        looking.scheduleWithFixedDelay(this::look, 0, config.scanMillis(), TimeUnit.MILLISECONDS);
    }

    @Deactivate
    void close() {
        looking.shutdownNow();
        try {
            looking.awaitTermination(config.scanMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            Set.copyOf(readers.keySet()).forEach(this::lose);
        }
    }

    private synchronized void look() {
        try {
            Set<String> known = new TreeSet<>(readers.keySet());
            known.addAll(silent.names());
            Difference<String> difference = Difference.between(known, scan.scan());
            difference.lost().forEach(this::lose);
            failed().forEach(port -> {
                lose(port);
                silent.failed(port);
            });
            difference.found().forEach(silent::found);
            silent.due().forEach(this::attempt);
        } catch (RuntimeException | LinkageError e) {
            log.error("looking for PN532s failed: {}", e.toString());
        }
    }

    /** The ports that are there, but whose reader said that it is gone: somebody may have plugged in another. */
    private List<String> failed() {
        return readers.entrySet().stream()
                .filter(each -> each.getValue().reader().isLost())
                .map(Map.Entry::getKey)
                .toList();
    }

    private void attempt(String port) {
        try {
            find(port);
        } catch (IOException e) {
            triedInVain(port, String.valueOf(e.getMessage()));
        } catch (ReaderException e) {
            triedInVain(port, e.code() + " " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void triedInVain(String port, String why) {
        if (silent.triedInVain(port)) {
            log.info("no PN532 at {}: {}", port, why);
        }
    }

    private void find(String port) throws IOException, ReaderException, InterruptedException {
        Pn532Reader reader = new Pn532Reader(
                nameOf(port), port, new Pn532(PortLine.open(port, config.baudRate())), config.callMillis());
        try {
            reader.setUp();
        } catch (ReaderException | InterruptedException e) {
            reader.close();
            throw e;
        }
        silent.remove(port);
        log.debug("reader {} found: {}", reader.name(), reader.description());
        Dictionary<String, Object> properties =
                FrameworkUtil.asDictionary(Map.of("driver", "pn532", CardReader.CALL_MILLIS, config.callMillis()));
        readers.put(port, new Registered(reader, bundles.registerService(CardReader.class, reader, properties)));
    }

    private void lose(String port) {
        silent.remove(port);
        Registered lost = readers.remove(port);
        if (lost != null) {
            log.debug("reader {} lost", lost.reader().name());
            lost.service().unregister();
            lost.reader().close();
        }
    }

    private String nameOf(String port) {
        String last = port.substring(port.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9._-]", "_");
        String name = config.namePrefix() + last;
        return name.substring(0, Math.min(MAX_NAME, name.length()));
    }
}
