package org.idrelay.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SimulatorConfigTest {

    @Test
    void statesEveryKeyInItsFiles() throws IOException {
        for (String name : new String[] {"sam-1", "sam-2", "sam-3"}) {
            assertEquals(keys(SimulatedSam.Config.class), stated("sam-" + name));
        }
        assertEquals(keys(SimulatedReader.Config.class), stated("reader-reader-1"));
    }

    private static Set<String> stated(String instance) throws IOException {
        return Files.readAllLines(Path.of("../../../etc/demo/org.idrelay.simulator." + instance + ".cfg")).stream()
                .filter(line -> line.matches("\\w+ = .*"))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> keys(Class<?> config) {
        return Stream.of(config.getDeclaredMethods())
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
