package org.idrelay.itests;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assert.fail;
import static org.junit.Assume.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.idrelay.reader.pn532.PseudoTerminal;
import org.idrelay.simulator.CardPersonaliser;
import org.idrelay.simulator.SimulatedSam;
import org.idrelay.simulator.SyntheticPeople;
import org.junit.Test;

/** A PN532 at a serial port of a running container: found, read from, unplugged and plugged in again. */
public class Pn532IT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String READER = "pn532-port";

    @Test
    public void comesReadsGoesAndComesBack() throws Exception {
        boolean found = PseudoTerminal.have(List.of("socat"));
        if (!found && "true".equals(System.getenv("CI"))) {
            fail("no socat on the path");
        }
        assumeTrue("skipped: no socat on the path (./idrelay test-tools installs it)", found);
        try (KarafProcess karaf = new KarafProcess("pn532");
                SimulatedSam sam = new SimulatedSam(1, 0, 0, 5000)) {
            Path port = karaf.home().resolve("port");
            karaf.configure("org.idrelay.reader.pn532", Map.of("ports", "none", "paths", port.toString()));
            karaf.configure(
                    "org.idrelay.verifier.sam-sam-1",
                    Map.of(
                            "name",
                            "sam-1",
                            "hostAddress",
                            "127.0.0.1:" + sam.hostPort(),
                            "rfAddress",
                            "127.0.0.1:" + sam.rfPort(),
                            "rfAnswerMillis",
                            "5000"));
            karaf.install(
                            "idrelay-terminal",
                            "idrelay-reader-pn532",
                            "idrelay-server",
                            "idrelay-verifier-host",
                            "idrelay-verifier-sam")
                    .start();
            for (int round = 0; round < 2; round++) {
                try (PseudoTerminal plugged = new PseudoTerminal(port)) {
                    await("found").atMost(LIMIT).until(() -> row(karaf).contains("POLLING"));
                    assertTrue(row(karaf), row(karaf).contains("pn532: PN532 1.6 at "));
                    plugged.field.insert(
                            CardPersonaliser.issue(SyntheticPeople.all().get(round)));
                    await("read").atMost(LIMIT).until(() -> row(karaf).contains("PRESENT"));
                    plugged.field.lift();
                    await("lifted").atMost(LIMIT).until(() -> row(karaf).contains("POLLING"));
                }
                await("gone").atMost(LIMIT).until(() -> row(karaf).isEmpty());
            }
            assertEquals(
                    List.of(),
                    karaf.log().stream()
                            .filter(line -> line.contains("| ERROR |"))
                            .toList());
            Files.deleteIfExists(port);
        }
    }

    private static String row(KarafProcess karaf) throws IOException {
        return karaf.run("idrelay:reader-list")
                .lines()
                .filter(line -> line.startsWith(READER + " "))
                .findFirst()
                .orElse("");
    }
}
