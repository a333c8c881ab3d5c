package org.idrelay.reader.pcsc;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Programs that others wrote, which a test needs. */
final class OutsideProgram {

    private OutsideProgram() {}

    /** Skips the test if any of these files is missing; fails it where everything must be there. */
    static void require(List<String> files, String packages) {
        boolean there = files.stream().allMatch(file -> Files.exists(Path.of(file)));
        String message = "needs " + packages + " (./idrelay test-tools installs it)";
        if ("true".equals(System.getenv("CI"))) {
            Assertions.assertTrue(there, message);
        }
        Assumptions.assumeTrue(there, message);
    }
}
