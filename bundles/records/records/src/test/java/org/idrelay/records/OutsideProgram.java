package org.idrelay.records;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Programs that others wrote, which a test needs. */
final class OutsideProgram {

    private OutsideProgram() {}

    /** Skips the test if they are missing; fails it where everything must be there. */
    static void require(boolean there, String packages) {
        String message = "needs " + packages + " (./idrelay test-tools installs it)";
        if ("true".equals(System.getenv("CI"))) {
            Assertions.assertTrue(there, message);
        }
        Assumptions.assumeTrue(there, message);
    }
}
