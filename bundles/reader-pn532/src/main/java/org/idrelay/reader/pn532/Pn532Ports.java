package org.idrelay.reader.pn532;

import java.io.IOException;
import java.util.Arrays;
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
import org.idrelay.api.reader.ReaderException;
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

/** Looks for PN532s at the machine's serial ports and registers a reader for each, on a thread of its own. */
@Component(
        service = {},
        immediate = true,
        configurationPid = "org.idrelay.reader.pn532")
@Designate(ocd = Pn532Ports.Config.class)
@SuppressWarnings("FutureReturnValueIgnored") // what runs here catches its own failures
public final class Pn532Ports {

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
    }

    private static final Logger log = LoggerFactory.getLogger(Pn532Ports.class);

    /** A port where nothing answers is tried more and more seldom: after so many looks at most. */
    private static final int MAX_PAUSE = 32;

    private static final int MAX_NAME = 64;

    private final Config config;
    private final BundleContext bundles;
    private final SerialPorts ports;
    private final Map<String, Open> open = new TreeMap<>();
    private final Map<String, Waiting> waiting = new TreeMap<>();
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "idrelay-pn532");
        thread.setDaemon(true);
        return thread;
    });

    /** A reader that is registered. */
    private record Open(Pn532Reader reader, ServiceRegistration<CardReader> registration) {}

    /** A port where no PN532 has answered: how many looks it is left alone, and how many more next time. */
    private record Waiting(int looks, int pause) {}

    @Activate
    public Pn532Ports(Config config, BundleContext bundles) {
        this.config = config;
        this.bundles = bundles;
        List<String> paths = Arrays.stream(config.paths().split("[,\\s]+", -1))
                .filter(path -> !path.isEmpty())
                .toList();
        ports = new SerialPorts(Pattern.compile(config.ports()), paths, config.baudRate());
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
            Set.copyOf(open.keySet()).forEach(this::lose);
        }
    }

    private synchronized void look() {
        try {
            Set<String> known = new TreeSet<>(open.keySet());
            known.addAll(waiting.keySet());
            Difference difference = Difference.between(known, ports.scan());
            for (String port : difference.lost()) {
                waiting.remove(port);
                lose(port);
            }
            for (Map.Entry<String, Open> each : List.copyOf(open.entrySet())) {
                if (each.getValue().reader().isLost()) {
                    lose(each.getKey());
                    waiting.put(each.getKey(), new Waiting(1, 1));
                }
            }
            difference.found().forEach(port -> waiting.put(port, new Waiting(0, 1)));
            for (String port : List.copyOf(waiting.keySet())) {
                tryPort(port);
            }
        } catch (RuntimeException | LinkageError e) {
            log.error("looking for PN532s failed: {}", e.toString());
        }
    }

    private void tryPort(String port) {
        Waiting left = waiting.getOrDefault(port, new Waiting(0, 1));
        if (left.looks() > 0) {
            waiting.put(port, new Waiting(left.looks() - 1, left.pause()));
            return;
        }
        try {
            Pn532Reader reader = new Pn532Reader(nameOf(port), port, new Pn532(ports.open(port)));
            try {
                reader.setUp();
            } catch (ReaderException | InterruptedException e) {
                reader.close();
                throw e;
            }
            waiting.remove(port);
            Dictionary<String, Object> properties = FrameworkUtil.asDictionary(Map.of("driver", "pn532"));
            open.put(port, new Open(reader, bundles.registerService(CardReader.class, reader, properties)));
            log.info("{} is reader {}", reader.description(), reader.name());
        } catch (IOException e) {
            later(port, left, String.valueOf(e.getMessage()));
        } catch (ReaderException e) {
            later(port, left, e.code() + " " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void later(String port, Waiting left, String why) {
        if (left.pause() == 1) {
            log.info("no PN532 at {}: {}", port, why);
        }
        waiting.put(port, new Waiting(left.pause(), Math.min(MAX_PAUSE, 2 * left.pause())));
    }

    private void lose(String port) {
        Open lost = open.remove(port);
        if (lost != null) {
            lost.registration().unregister();
            lost.reader().close();
            log.info("reader {} is gone", lost.reader().name());
        }
    }

    private String nameOf(String port) {
        String last = port.substring(port.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9._-]", "_");
        String name = config.namePrefix() + last;
        return name.substring(0, Math.min(MAX_NAME, name.length()));
    }
}
