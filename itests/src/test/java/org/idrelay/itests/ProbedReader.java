package org.idrelay.itests;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.idrelay.api.Bytes;
import org.idrelay.operations.reading.ReadingListener;
import org.idrelay.simulator.SimulatedReader;
import org.osgi.framework.BundleActivator;

/** The simulated readers of a terminal in another process, one at a time, by a probe that is dropped into its {@code deploy/}. */
final class ProbedReader {

    private static final String IMPORTS =
            "org.osgi.framework,org.idrelay.api,org.idrelay.operations.reading,org.idrelay.api.record,org.idrelay.simulator";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final KarafProcess karaf;

    /** Configures one simulated reader and the probe; before the start. */
    ProbedReader(KarafProcess karaf) throws IOException {
        this.karaf = karaf;
        karaf.vmOption("-Didrelay.probe.port=" + karaf.port("probe"));
        plugIn("reader-1");
    }

    /** Plugs a reader in; before or after the start. */
    void plugIn(String name) throws IOException {
        karaf.configure(pid(name), Map.of("name", name));
    }

    void unplug(String name) throws IOException {
        Files.delete(karaf.home().resolve("etc/%s.cfg".formatted(pid(name))));
    }

    /** From now on cards are laid on this reader; at first it is reader-1. */
    void at(String name) throws IOException {
        ask("at " + name);
    }

    /** A sink that fails every delivery with STORE_FULL, whose name is {@code archive}. */
    void addFullSink() throws IOException {
        ask("addFullSink");
    }

    void removeFullSink() throws IOException {
        ask("removeFullSink");
    }

    /** Drops the probe and waits until it answers; after the start. */
    void attach() throws IOException {
        DroppedBundle.drop(
                karaf,
                "com.example.probe.CardProbe",
                IMPORTS,
                Bytes.class,
                ReadingListener.class,
                SimulatedReader.class,
                BundleActivator.class);
        await("probe")
                .atMost(LIMIT)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> !ask("listeners").isEmpty());
    }

    /** Lays a person's card on the reader; so many of its answers get lost on air first. */
    void insert(int person, int lost) throws IOException {
        ask("insert %d %d".formatted(person, lost));
    }

    /** Lays a person's card on the reader; it leaves once it has answered so many frames. */
    void insertBriefly(int person, int frames) throws IOException {
        ask("insertBriefly %d %d".formatted(person, frames));
    }

    void lift() throws IOException {
        ask("lift");
        await("card gone").atMost(LIMIT).until(() -> has("GONE"));
    }

    /** The words of the first event of that kind since the card was inserted: nanos, kind, session, code. */
    List<String> awaitEvent(String kind) {
        await(kind).atMost(LIMIT).until(() -> has(kind));
        try {
            return events().stream()
                    .filter(event -> event.get(1).equals(kind))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the card heard and said: nanos, heard or said, kind, digest. */
    List<List<String>> card() throws IOException {
        return ask("card").stream().map(line -> List.of(line.split(" "))).toList();
    }

    /** Symbolic names of bundles that were stopped, updated or unresolved. */
    List<String> touched() throws IOException {
        return ask("touched");
    }

    /** How many listen to the terminal, the probe among them. */
    int listeners() throws IOException {
        return Integer.parseInt(ask("listeners").get(0));
    }

    List<List<String>> events() throws IOException {
        return ask("events").stream().map(line -> List.of(line.split(" "))).toList();
    }

    private static String pid(String reader) {
        return "org.idrelay.simulator.reader-" + reader;
    }

    private boolean has(String kind) throws IOException {
        return events().stream().anyMatch(event -> event.get(1).equals(kind));
    }

    private List<String> ask(String command) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), karaf.port("probe"));
                OutputStream out = socket.getOutputStream();
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            socket.setSoTimeout((int) LIMIT.toMillis());
            out.write((command + "\n").getBytes(StandardCharsets.UTF_8));
            List<String> lines = in.lines().toList();
            if (lines.isEmpty() || !lines.get(lines.size() - 1).equals(".")) {
                throw new IOException("the probe did not answer " + command);
            }
            return lines.subList(0, lines.size() - 1);
        }
    }
}
