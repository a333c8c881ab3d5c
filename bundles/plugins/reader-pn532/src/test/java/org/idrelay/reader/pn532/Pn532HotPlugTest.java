package org.idrelay.reader.pn532;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.idrelay.api.reader.CardReader;
import org.idrelay.simulator.CardPersonaliser;
import org.idrelay.simulator.SimulatedReader;
import org.idrelay.simulator.SyntheticPeople;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** Emulated PN532s come and go as services, with the ports that they are at. */
@Timeout(60)
class Pn532HotPlugTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Map<String, CardReader> services = new ConcurrentHashMap<>();

    @TempDir
    Path folder;

    @BeforeAll
    static void findPrograms() throws Exception {
        boolean found = PseudoTerminal.have(List.of("socat"));
        if (!found && "true".equals(System.getenv("CI"))) {
            fail("no socat on the path");
        }
        assumeTrue(found, "skipped: no socat on the path (./idrelay test-tools installs it)");
    }

    @Test
    void readersComeAndGoWithTheirPlug() throws Exception {
        SimulatedReader model = new SimulatedReader("model");
        model.insert(CardPersonaliser.issue(SyntheticPeople.all().get(0)));
        Pn532Readers readers = new Pn532Readers(config(port("one"), port("two")), bundle());
        try {
            try (PseudoTerminal one = new PseudoTerminal(port("one"))) {
                awaitServices(Set.of("pn532-one"));
                try (PseudoTerminal two = new PseudoTerminal(port("two"))) {
                    awaitServices(Set.of("pn532-one", "pn532-two"));
                    two.field.insert(
                            CardPersonaliser.issue(SyntheticPeople.all().get(0)));
                    assertEquals(CardScript.run(model), CardScript.run(service("pn532-two")));
                }
                awaitServices(Set.of("pn532-one"));
                one.field.insert(CardPersonaliser.issue(SyntheticPeople.all().get(0)));
                assertEquals(CardScript.run(model), CardScript.run(service("pn532-one")));
            }
            awaitServices(Set.of());
            try (PseudoTerminal again = new PseudoTerminal(port("one"))) {
                awaitServices(Set.of("pn532-one"));
                again.field.insert(CardPersonaliser.issue(SyntheticPeople.all().get(0)));
                assertEquals(CardScript.run(model), CardScript.run(service("pn532-one")));
                readers.close();
                assertEquals(Set.of(), services.keySet());
            }
        } finally {
            readers.close();
        }
    }

    private Path port(String name) {
        return folder.resolve(name);
    }

    private CardReader service(String name) {
        return Objects.requireNonNull(services.get(name));
    }

    private void awaitServices(Set<String> names) {
        Awaitility.await().atMost(LIMIT).until(() -> services.keySet().equals(names));
    }

    private static Pn532Readers.Config config(Path... paths) {
        Map<String, Object> settings = Map.of(
                "ports",
                "none",
                "paths",
                String.join(",", List.of(paths).stream().map(Path::toString).toList()),
                "scanMillis",
                100);
        return (Pn532Readers.Config) Proxy.newProxyInstance(
                Pn532Readers.Config.class.getClassLoader(),
                new Class<?>[] {Pn532Readers.Config.class},
                (proxy, key, arguments) -> settings.getOrDefault(key.getName(), key.getDefaultValue()));
    }

    /** A framework that knows how to register services, and nothing else. */
    private BundleContext bundle() {
        return (BundleContext) Proxy.newProxyInstance(
                BundleContext.class.getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (proxy, method, arguments) -> {
                    CardReader reader = (CardReader) arguments[1];
                    assertEquals("pn532", ((Dictionary<?, ?>) arguments[2]).get("driver"));
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
