package org.idrelay.records;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.idrelay.api.record.RecordSink;
import org.idrelay.operations.RecordOperations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

class StoreSwitchTest {

    @TempDir
    Path folder;

    private final List<String> services = new ArrayList<>();

    @Test
    void offersNothingAndMakesNothingByDefault() {
        new StoreSwitch(config(Map.of()), bundles()).close();
        assertEquals(List.of(), services);
        assertFalse(Files.exists(folder.resolve("database")));
    }

    @Test
    void offersTheStoreWhileItIsSwitchedOn() {
        StoreSwitch on = new StoreSwitch(config(Map.of("database", "h2")), bundles());
        assertEquals(List.of(RecordSink.class.getName(), RecordOperations.class.getName()), services);
        on.close();
        assertEquals(List.of(), services);
    }

    @Test
    void takesWhatIsConfigured() {
        assertEquals(
                "h2: " + folder.resolve("database/records.mv.db"),
                StoreSwitch.database(config(Map.of("database", "h2"))).name());
        assertEquals(
                "postgresql: db.example:5433/cards",
                StoreSwitch.database(config(Map.of(
                                "database", "jdbc:postgresql://db.example:5433/cards", "user", "u", "password", "p")))
                        .name());
        assertEquals(
                folder.resolve("key.p12").toString(),
                StoreSwitch.keys(config(Map.of())).toString());
        assertEquals(
                "token desk",
                StoreSwitch.keys(config(Map.of("keyStore", "pkcs11:/x.so", "keyToken", "desk")))
                        .toString());
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        for (Map<String, Object> wrong : List.<Map<String, Object>>of(
                Map.of("database", "H2"),
                Map.of("database", "jdbc:h2:mem:x"),
                Map.of("database", "h2", "retentionDays", 0),
                Map.of("database", "h2", "purgeMinutes", 0))) {
            String said = String.valueOf(
                    assertThrows(IllegalArgumentException.class, () -> new StoreSwitch(config(wrong), bundles()))
                            .getMessage());
            assertTrue(said.startsWith("etc/org.idrelay.records.cfg: "), said);
        }
        assertTrue(services.isEmpty());
    }

    /** The defaults, but for some keys and what is in our folder. */
    private StoreSwitch.Config config(Map<String, Object> values) {
        Map<String, Object> ours = Map.of(
                "folder", folder.resolve("database").toString(),
                "keyStore", folder.resolve("key.p12").toString());
        return (StoreSwitch.Config) Proxy.newProxyInstance(
                StoreSwitchTest.class.getClassLoader(),
                new Class<?>[] {StoreSwitch.Config.class},
                (proxy, method, arguments) -> values.getOrDefault(
                        method.getName(), ours.getOrDefault(method.getName(), method.getDefaultValue())));
    }

    /** A framework that can register services, and take them away again. */
    private BundleContext bundles() {
        return (BundleContext) Proxy.newProxyInstance(
                StoreSwitchTest.class.getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (proxy, method, arguments) -> {
                    services.addAll(Arrays.asList((String[]) arguments[0]));
                    return registration();
                });
    }

    private ServiceRegistration<?> registration() {
        return (ServiceRegistration<?>) Proxy.newProxyInstance(
                StoreSwitchTest.class.getClassLoader(),
                new Class<?>[] {ServiceRegistration.class},
                (proxy, method, arguments) -> {
                    assertEquals("unregister", method.getName());
                    services.clear();
                    return null;
                });
    }
}
