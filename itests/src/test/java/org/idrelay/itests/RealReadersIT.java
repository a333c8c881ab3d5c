package org.idrelay.itests;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assert.fail;
import static org.junit.Assume.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionFactory;
import org.idrelay.reader.pcsc.VirtualPcsc;
import org.idrelay.reader.pn532.PseudoTerminal;
import org.idrelay.simulator.CardPersonaliser;
import org.idrelay.simulator.SimulatedReader;
import org.idrelay.simulator.SimulatedSam;
import org.idrelay.simulator.SyntheticPeople;
import org.junit.Test;

/**
 * A PN532 at a serial port and a PC/SC reader behind a real pcscd in one running container, each with its own card: found,
 * read from, unplugged and plugged in again.
 */
public class RealReadersIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String PN532 = "pn532-port";
    private static final String PCSC = "Virtual-PCD-00-00";

    @Test
    public void bothReadGoAndComeBack() throws Exception {
        boolean found = PseudoTerminal.have(List.of("socat", "/usr/sbin/pcscd"));
        if (!found && "true".equals(System.getenv("CI"))) {
            fail("no socat or pcscd");
        }
        assumeTrue("skipped: no socat or pcscd (./idrelay test-tools installs them)", found);
        try (KarafProcess karaf = new KarafProcess("readers");
                SimulatedSam sam = new SimulatedSam(1, 0, 0, 5000);
                VirtualPcsc pcsc = new VirtualPcsc()) {
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
            karaf.environment("PCSCLITE_CSOCK_NAME", pcsc.socket().toString());
            karaf.install(
                            "idrelay-terminal",
                            "idrelay-reader-pn532",
                            "idrelay-reader-pcsc",
                            "idrelay-server",
                            "idrelay-verifier-host",
                            "idrelay-verifier-sam")
                    .start();
            for (int round = 0; round < 2; round++) {
                try (PseudoTerminal plugged = new PseudoTerminal(port)) {
                    readsACard(karaf, PN532, plugged.field, round);
                    assertTrue(row(karaf, PN532), row(karaf, PN532).contains("pn532: PN532 1.6 at "));
                    readsACard(karaf, PCSC, pcsc.field, round + 2);
                    assertTrue(row(karaf, PCSC), row(karaf, PCSC).contains("pcsc"));
                    pcsc.restart();
                }
                waiting("gone").until(() -> row(karaf, PN532).isEmpty());
            }
            assertEquals(
                    List.of(),
                    karaf.log().stream()
                            .filter(line -> line.contains("| ERROR |"))
                            .toList());
        }
    }

    private static void readsACard(KarafProcess karaf, String reader, SimulatedReader field, int person) {
        waiting(reader + " polls").until(() -> row(karaf, reader).contains("POLLING"));
        field.insert(CardPersonaliser.issue(SyntheticPeople.all().get(person)));
        waiting(reader + " has read").until(() -> row(karaf, reader).contains("PRESENT"));
        field.lift();
        waiting(reader + " is free").until(() -> row(karaf, reader).contains("POLLING"));
    }

    /** A role that takes over new settings is away for a moment, and its commands say so. */
    private static ConditionFactory waiting(String what) {
        return await(what).atMost(LIMIT).ignoreExceptionsInstanceOf(IOException.class);
    }

    private static String row(KarafProcess karaf, String reader) throws IOException {
        return karaf.run("idrelay:reader-list")
                .lines()
                .filter(line -> line.startsWith(reader + " "))
                .findFirst()
                .orElse("");
    }
}
