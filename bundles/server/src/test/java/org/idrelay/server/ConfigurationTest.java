package org.idrelay.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
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
        try (Reader in = Files.newBufferedReader(Path.of("../../etc/" + name))) {
            file.load(in);
        }
        TreeMap<String, String> defaults = new TreeMap<>();
        for (Method key : config.getDeclaredMethods()) {
            defaults.put(key.getName(), String.valueOf(key.getDefaultValue()));
        }

        file.replaceAll((key, value) -> String.valueOf(value).replaceAll(VARIABLE, "$1"));
        assertEquals(defaults, new TreeMap<>(file));
    }
}
