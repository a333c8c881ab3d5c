package org.idrelay.verifier.sam;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SamConfigTest {

    @ParameterizedTest
    @ValueSource(strings = {"sam-1", "sam-2", "sam-3"})
    void statesEveryKeyInItsFile(String name) throws Exception {
        Path file = Path.of("../../../etc/demo/org.idrelay.verifier.sam-" + name + ".cfg");
        Set<String> stated = Files.readAllLines(file).stream()
                .filter(line -> line.matches("\\w+ = .*"))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> known = Stream.of(SamAdapter.Config.class.getDeclaredMethods())
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(known, stated);
    }
}
