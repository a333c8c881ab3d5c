package org.idrelay.reader.pn532;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.idrelay.simulator.CardPersonaliser;
import org.idrelay.simulator.SimulatedReader;
import org.idrelay.simulator.SyntheticPeople;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The emulator is judged by libnfc's own driver, then our driver reads through the same kind of pseudo-terminal. */
@Timeout(120)
class LibnfcPn532Test {

    @TempDir
    Path folder;

    @BeforeAll
    static void findPrograms() throws Exception {
        boolean found = PseudoTerminal.have(List.of("socat", "nfc-list", "pn53x-tamashell"));
        if (!found && "true".equals(System.getenv("CI"))) {
            fail("no socat, nfc-list or pn53x-tamashell on the path");
        }
        assumeTrue(found, "skipped: no socat or libnfc on the path (./idrelay test-tools installs them)");
    }

    @Test
    void nfcListSeesTheCard() throws Exception {
        try (PseudoTerminal terminal = new PseudoTerminal(folder.resolve("port"))) {
            String empty = run(terminal, "", "nfc-list", "-t", "8");
            assertTrue(empty.contains("opened"), empty);
            assertFalse(empty.contains("PUPI"), empty);
            terminal.chip.field.insert(
                    CardPersonaliser.issue(SyntheticPeople.all().get(0)));
            String seen = run(terminal, "", "nfc-list", "-t", "8");
            assertTrue(seen.contains("1 ISO14443B passive target(s) found"), seen);
            assertTrue(seen.contains("PUPI: 00  00  00  00"), seen);
            assertTrue(seen.contains("Application Data: d1  03  86  0c"), seen);
        }
    }

    @Test
    void tamashellGetsTheBytesOfTheManual() throws Exception {
        try (PseudoTerminal terminal = new PseudoTerminal(folder.resolve("port"))) {
            terminal.chip.field.insert(
                    CardPersonaliser.issue(SyntheticPeople.all().get(0)));
            String said = run(terminal, "02\n32 01 01\n08 63 02 03 63 03 03\n42 05 00 00 71 ff\n", "pn53x-tamashell");
            assertTrue(said.contains("32  01  06  07"), said);
            assertTrue(said.contains("00  50  00  00  00  00  d1  03  86  0c  00  80  80"), said);
        }
    }

    @Test
    void ourDriverReadsThroughTheSerialPort() throws Exception {
        SimulatedReader model = new SimulatedReader("model");
        model.insert(CardPersonaliser.issue(SyntheticPeople.all().get(0)));
        try (PseudoTerminal terminal = new PseudoTerminal(folder.resolve("port"))) {
            String path = terminal.port.toRealPath().toString();
            PortScan ports = new PortScan(Pattern.compile("nothing"), List.of(path));
            assertEquals(Set.of(path), ports.scan());
            try (Pn532Reader reader =
                    new Pn532Reader("pn532-1", "pty", new Pn532(PortLine.open(path, 115_200)), 1500)) {
                terminal.chip.field.insert(
                        CardPersonaliser.issue(SyntheticPeople.all().get(0)));
                assertEquals(CardScript.run(model), CardScript.run(reader));
            }
        }
    }

    private String run(PseudoTerminal terminal, String input, String... command)
            throws IOException, InterruptedException {
        Path said = folder.resolve("said");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment().put("LIBNFC_DEVICE", "pn532_uart:%s:115200".formatted(terminal.port.toRealPath()));
        Process process = builder.start();
        process.getOutputStream().write(input.getBytes(StandardCharsets.US_ASCII));
        process.getOutputStream().close();
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), "libnfc does not end");
        return Files.readString(said);
    }
}
