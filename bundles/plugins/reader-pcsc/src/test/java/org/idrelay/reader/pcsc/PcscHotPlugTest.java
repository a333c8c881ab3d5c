package org.idrelay.reader.pcsc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.idrelay.api.Bytes;
import org.idrelay.api.reader.CardReader;
import org.idrelay.simulator.CardPersonaliser;
import org.idrelay.simulator.SimulatedReader;
import org.idrelay.simulator.SyntheticPeople;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** Readers of the real pcscd come and go as services. */
@Timeout(60)
class PcscHotPlugTest {

    private final Map<String, CardReader> services = new ConcurrentHashMap<>();

    @Test
    void readersComeAndGoWithTheDaemonAndWithTheirPlug() throws Exception {
        try (PrivateDaemon daemon = PrivateDaemon.required()) {
            PcscReaders readers = new PcscReaders(bundle(), config(Map.of("scanIntervalMillis", 100)));
            try {
                daemon.start();
                awaitServices(Set.of("Virtual-PCD-00-00", "Virtual-PCD-00-01"));

                daemon.stop();
                awaitServices(Set.of());

                daemon.serve("Another");
                daemon.start();
                awaitServices(Set.of("Another-00-00", "Another-00-01"));
            } finally {
                readers.close();
            }
            assertEquals(Set.of(), services.keySet());
        }
    }

    @Test
    void everySlotHasItsOwnCard() throws Exception {
        SimulatedReader first = new SimulatedReader("first");
        SimulatedReader second = new SimulatedReader("second");
        try (PrivateDaemon daemon = PrivateDaemon.required();
                VirtualCard one = new VirtualCard(daemon.port(0), first);
                VirtualCard other = new VirtualCard(daemon.port(1), second)) {
            daemon.start();
            PcscReaders readers = new PcscReaders(bundle(), config(Map.of("scanIntervalMillis", 100)));
            try {
                awaitServices(Set.of("Virtual-PCD-00-00", "Virtual-PCD-00-01"));
                first.insert(CardPersonaliser.issue(SyntheticPeople.all().get(0)));
                second.insert(CardPersonaliser.issue(SyntheticPeople.all().get(1)));
                Awaitility.await().until(() -> one.connected() && other.connected());
                assertTrue(!whole("Virtual-PCD-00-00").equals(whole("Virtual-PCD-00-01")), "one card at two readers");
                other.unplug();
                assertEquals(36, whole("Virtual-PCD-00-00").size());
            } finally {
                readers.close();
            }
        }
    }

    @Test
    void readersThatAreNotWantedAreLeftOut() throws Exception {
        try (PrivateDaemon daemon = PrivateDaemon.required()) {
            daemon.start();
            PcscReaders readers =
                    new PcscReaders(bundle(), config(Map.of("scanIntervalMillis", 100, "readers", ".* 00 01")));
            try {
                awaitServices(Set.of("Virtual-PCD-00-01"));
            } finally {
                readers.close();
            }
        }
    }

    @Test
    void theFileHasEveryKeyWithItsDefault() throws IOException {
        Properties file = new Properties();
        try (Reader in = Files.newBufferedReader(Path.of("../../../etc/org.idrelay.reader.pcsc.cfg"))) {
            file.load(in);
        }
        Map<String, String> defaults = new TreeMap<>();
        for (Method key : PcscReaders.Config.class.getDeclaredMethods()) {
            defaults.put(key.getName(), key.getDefaultValue().toString());
        }
        assertEquals(defaults, new TreeMap<>(file));
    }

    private List<Bytes> whole(String name) throws Exception {
        CardReader reader = Objects.requireNonNull(services.get(name));
        Awaitility.await().atMost(10, TimeUnit.SECONDS).until(() -> {
            reader.field(false);
            reader.field(true);
            return reader.exchange(Bytes.ofHex("05000071FF"), WholeRead.CARD_MILLIS)
                    .isPresent();
        });
        return WholeRead.of(reader);
    }

    private void awaitServices(Set<String> names) {
        Awaitility.await()
                .atMost(15, TimeUnit.SECONDS)
                .until(() -> services.keySet().equals(names));
    }

    private static PcscReaders.Config config(Map<String, Object> settings) {
        return (PcscReaders.Config) Proxy.newProxyInstance(
                PcscReaders.Config.class.getClassLoader(),
                new Class<?>[] {PcscReaders.Config.class},
                (proxy, key, arguments) -> settings.getOrDefault(key.getName(), key.getDefaultValue()));
    }

    /** A framework that knows how to register services, and nothing else. */
    private BundleContext bundle() {
        return (BundleContext) Proxy.newProxyInstance(
                BundleContext.class.getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (proxy, method, arguments) -> {
                    CardReader reader = (CardReader) arguments[1];
                    assertEquals("pcsc", ((Dictionary<?, ?>) arguments[2]).get("driver"));
                    services.put(reader.name(), reader);
                    return registration(reader);
                });
    }

    private ServiceRegistration<?> registration(CardReader reader) {
        return (ServiceRegistration<?>) Proxy.newProxyInstance(
                BundleContext.class.getClassLoader(),
                new Class<?>[] {ServiceRegistration.class},
                (proxy, method, arguments) -> {
                    services.remove(reader.name(), reader);
                    return null;
                });
    }
}
