package org.idrelay.itests;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.example.reader.line.LineDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.core.ConditionFactory;
import org.idrelay.simulator.CardPersonaliser;
import org.idrelay.simulator.SyntheticPeople;
import org.junit.Test;

/** The integrator's guide, as an integrator follows it: a driver is dropped, configured, tried and taken away again. */
public class ExampleDriverIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Test
    public void aDroppedDriverIsSeenAndTried() throws Exception {
        try (KarafProcess karaf = new KarafProcess("example", "terminal:t-01");
                LineDevice device = new LineDevice()) {
            karaf.install("idrelay-terminal").start();
            Path jar = Files.copy(
                    Path.of(System.getProperty("idrelay.root"))
                            .resolve("examples/reader-line/target/com.example.reader.line-1.0.0-SNAPSHOT.jar"),
                    karaf.home().resolve("deploy/line.jar"));
            karaf.configure(
                    "com.example.reader.line-desk",
                    Map.of(
                            "name", "desk",
                            "host", "127.0.0.1",
                            "port", Integer.toString(device.address().getPort())));
            waiting("polling").until(() -> row(karaf).contains("POLLING"));
            assertTrue(row(karaf), row(karaf).contains("line: line reader at 127.0.0.1:"));

            assertTrue(karaf.run("idrelay:reader-test desk").contains("nothing came within"));
            karaf.configure("org.idrelay.terminal", Map.of("autoStart", "false"));
            waiting("stopped").until(() -> row(karaf).contains("STOPPED"));
            device.field.insert(CardPersonaliser.issue(SyntheticPeople.all().get(0)));
            String seen = karaf.run("idrelay:reader-test desk");
            assertTrue(seen, seen.contains("PUPI: 00000000"));
            assertTrue(seen, seen.contains("A resident identity card. This reader can be used."));

            device.answer("E antenna off");
            String failed = karaf.run("idrelay:reader-test desk");
            assertTrue(failed, failed.contains("READER_FAULT"));
            Files.delete(jar);
            waiting("gone").until(() -> row(karaf).isEmpty());
            assertFalse(karaf.log().stream()
                    .anyMatch(line -> line.contains("com.example.reader.line") && line.contains("| ERROR |")));
        }
    }

    /** A role that takes over new settings is away for a moment, and its commands say so. */
    private static ConditionFactory waiting(String what) {
        return await(what).atMost(LIMIT).ignoreExceptionsInstanceOf(IOException.class);
    }

    private static String row(KarafProcess karaf) throws IOException {
        return karaf.run("idrelay:reader-list")
                .lines()
                .filter(line -> line.startsWith("desk "))
                .findFirst()
                .orElse("");
    }
}
