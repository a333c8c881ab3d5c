package org.idrelay.reader.pn532;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.idrelay.simulator.SimulatedReader;

/** An emulated PN532 at a pseudo-terminal, which any program can open as a serial port. */
public final class PseudoTerminal implements AutoCloseable {

    /** Where a card is laid. */
    public final SimulatedReader field;

    final SimulatedPn532 chip;
    final Path port;
    private final Process socat;

    /** @param port where the port is to appear */
    public PseudoTerminal(Path port) throws IOException {
        this.port = port;
        try (ServerSocket accepting = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            socat = new ProcessBuilder(
                            "socat",
                            "pty,raw,echo=0,link=" + port,
                            "tcp:127.0.0.1:%d,nodelay".formatted(accepting.getLocalPort()))
                    .inheritIO()
                    .start();
            accepting.setSoTimeout(10_000);
            chip = new SimulatedPn532(new SocketLine(accepting.accept()), socat::destroy);
            field = chip.field;
        }
        await().until(() -> Files.exists(port));
    }

    /** Whether these programs can be run. */
    public static boolean have(List<String> programs) throws IOException, InterruptedException {
        for (String program : programs) {
            if (new ProcessBuilder("sh", "-c", "command -v " + program)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        chip.close();
        socat.destroy();
    }
}
