package org.idrelay.verifier.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ConfigurationTest {

    /** {@code ${NAME:-DEFAULT}}, by which a launcher moves ports. */
    private static final String VARIABLE = "\\$\\{[^:}]+:-([^}]*)}";

    @Test
    void theShippedFileHasEveryKeyWithItsDefault() throws IOException {
        Properties file = new Properties();
        try (Reader in = Files.newBufferedReader(Path.of("../../../etc/org.idrelay.verifier.host.cfg"))) {
            file.load(in);
        }
        TreeMap<String, String> defaults = new TreeMap<>();
        for (Method key : VerifierHost.Config.class.getDeclaredMethods()) {
            defaults.put(key.getName(), String.valueOf(key.getDefaultValue()));
        }

        file.replaceAll((key, value) -> String.valueOf(value).replaceAll(VARIABLE, "$1"));
        assertEquals(defaults, new TreeMap<>(file));
    }
}
