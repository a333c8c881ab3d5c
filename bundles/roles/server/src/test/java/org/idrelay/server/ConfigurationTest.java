package org.idrelay.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigurationTest {

    /** {@code ${NAME:-DEFAULT}}, by which a launcher moves ports. */
    private static final String VARIABLE = "\\$\\{[^:}]+:-([^}]*)}";

    static Arguments[] files() {
        return new Arguments[] {
            Arguments.of("org.idrelay.server.cfg", RelayServer.Config.class),
            Arguments.of("org.idrelay.server.admission.cfg", AdmissionRules.Config.class),
            Arguments.of("org.idrelay.server.host-local.cfg", DialledHost.Config.class)
        };
    }

    @ParameterizedTest
    @MethodSource("files")
    void theShippedFileHasEveryKeyWithItsDefault(String name, Class<?> config) throws IOException {
        Properties file = new Properties();
        try (Reader in = Files.newBufferedReader(Path.of("../../../etc/" + name))) {
            file.load(in);
        }
        TreeMap<String, String> defaults = new TreeMap<>();
        for (Method key : config.getDeclaredMethods()) {
            defaults.put(key.getName(), String.valueOf(key.getDefaultValue()));
        }

        file.replaceAll((key, value) -> String.valueOf(value).replaceAll(VARIABLE, "$1"));
        assertEquals(defaults, new TreeMap<>(file));
    }

    @ParameterizedTest
    @CsvSource({
        "tls, maybe, 'etc/org.idrelay.server.cfg: tls: maybe is none of required, off'",
        "queueLimit, -1, 'etc/org.idrelay.server.cfg: queueLimit: -1 is less than 0'",
        "sessionLimitMillis, 0, 'etc/org.idrelay.server.cfg: sessionLimitMillis: 0 is less than 1'",
        "maxFrameLength, 70000, 'etc/org.idrelay.server.cfg: maxFrameLength: 70000 is not from 40 to 65536'"
    })
    void whatWillNotDoIsRefusedByFileAndKey(String key, String value, String message) {
        Object typed = key.equals("tls") ? value : Integer.valueOf(value);
        RelayServer.Config config = StoredConfiguration.config(RelayServer.Config.class, Map.of(key, typed));
        AdmissionRules rules = new AdmissionRules(AdmissionSettings.OPEN);

        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> new RelayServer(config, rules))
                        .getMessage());
    }

    @Test
    void anEditThatWillNotDoLeavesInForceWhatWas() {
        ServerBench bench = new ServerBench(ServerBench.policy("idle"));
        bench.hostOf("sam-1");
        bench.server.modified(StoredConfiguration.config(
                RelayServer.Config.class, Map.of("policy", "table", "sessionLimitMillis", 0)));
        bench.run();
        assertEquals("idle", bench.operations.explain("t-01", "").policy());

        bench.server.modified(StoredConfiguration.config(RelayServer.Config.class, Map.of("policy", "table")));
        bench.run();
        assertEquals("table (missing)", bench.operations.explain("t-01", "").policy());
    }
}
