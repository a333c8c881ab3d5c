package org.idrelay.itests;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import org.idrelay.api.Bytes;
import org.idrelay.simulator.CardPersonaliser;
import org.idrelay.simulator.SyntheticPeople;
import org.idrelay.simulator.SyntheticPerson;
import org.idrelay.wire.FrameCodec;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/**
 * After a read nothing of the card is in what the server had: neither in what passed it, inside TLS, nor in its memory, its
 * logs or its data. The same search over the terminal finds all of it.
 */
public class SecrecyIT {

    private static final int SEALED = 5;
    private static final int CLEAR = 6;
    private static final int WINDOW = 16;
    private static final int MIN_LENGTH = 8;
    private static final int LEAST_VARIETY = 6;

    private static final String SERVER_HEAP = "server.hprof";
    private static final String TERMINAL_HEAP = "terminal.hprof";
    private static final String SESSION = "session";

    private static final Set<String> EVERYTHING =
            new TreeSet<>(Set.of("name", "address", "number", "unique-id", "photo", "text-file", "card-answers"));

    @SuppressWarnings("NullAway.Init") // set before any test
    private static ThreeContainers relay;

    @SuppressWarnings("NullAway.Init") // set before any test
    private static Path folder;

    private static UUID session = new UUID(0, 0);

    @BeforeClass
    public static void readOneCard() throws Exception {
        relay = new ThreeContainers("secrecy", 0);
        relay.start();
        session = read(SEALED);
        folder = Files.createTempDirectory(relay.server.home(), "search");
        relay.server.heapDump(folder.resolve(SERVER_HEAP));
        relay.terminal.heapDump(folder.resolve(TERMINAL_HEAP));
        relay.reader.lift();
        writeSought(SEALED);
        writeCapture();
    }

    @AfterClass
    public static void closeAll() throws Exception {
        relay.close();
    }

    @Test
    public void nothingOfTheCardIsInWhatTheServerHad() throws Exception {
        Path heap = relay.server.heapDump(folder.resolve("server.hprof"));
        Set<String> found = ByteSearch.run(
                sought(), List.of(heap, capture(), relay.server.home().resolve("data")));
        // the session's id proves that this memory was searched: it is there and no secret
        assertEquals(Set.of(SESSION), kinds(found));
    }

    @Test
    public void theSameSearchOverTheTerminalFindsEverything() throws Exception {
        Set<String> found = kinds(ByteSearch.run(sought(), List.of(folder.resolve(TERMINAL_HEAP))));
        assertTrue(found.toString(), found.containsAll(EVERYTHING));
        Set<String> inFiles = kinds(ByteSearch.run(
                sought(),
                List.of(
                        relay.terminal.home().resolve("data/log"),
                        relay.host.home().resolve("data"))));
        inFiles.remove(SESSION);
        assertEquals("in the terminal's log, or the host's log and data", Set.of(), inFiles);
    }

    /** Last: without the session key the server sees nearly all of it, so the capture is one that could show it. */
    @Test
    public void withoutASessionKeyTheSameSearchFindsItInTheTraffic() throws Exception {
        Map<String, String> off = Map.of("sessionKey", "off");
        relay.host.configure("org.idrelay.verifier.host", off);
        relay.terminal.configure("org.idrelay.terminal", off);
        awaitClear();
        Path before = folder;
        folder = Files.createTempDirectory(relay.host.home(), "search");
        try {
            UUID clear = read(CLEAR);
            relay.reader.lift();
            assertTrue(relay.terminal.run("idrelay:trace --events " + clear).contains("IDENTITY"));
            writeSought(CLEAR);
            writeCapture();
            Set<String> found = kinds(ByteSearch.run(sought(), List.of(capture())));
            assertTrue(
                    found.toString(),
                    found.containsAll(Set.of("name", "address", "number", "unique-id", "photo", "card-answers")));
        } finally {
            folder = before;
        }
    }

    private static void awaitClear() {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> relay.terminal.log().stream().anyMatch(line -> line.contains("sessionKey = off")));
        relay.awaitEverybody();
    }

    private static UUID read(int person) throws IOException {
        relay.reader.insert(person, 0);
        UUID read = UUID.fromString(relay.reader.awaitEvent("READ").get(2));
        return read;
    }

    private static Path sought() {
        return folder.resolve("sought");
    }

    private static Path capture() {
        return folder.resolve("capture");
    }

    /** What is looked for, in each form it could have; windows of what is long. */
    private static void writeSought(int index) throws IOException {
        SyntheticPerson person = SyntheticPeople.all().get(index);
        Set<String> lines = new LinkedHashSet<>();
        add(lines, "name", person.name());
        add(lines, "address", person.address());
        add(lines, "number", person.number());
        addWindows(lines, "photo", person.photo());
        addWindows(lines, "text-file", person.text());
        add(lines, "unique-id", CardPersonaliser.issue(person).uniqueId().toArray());
        relay.leased().log().stream()
                .filter(frame -> frame.rf() && frame.heard())
                .forEach(frame -> addWindows(lines, "card-answers", frame.bytes()));
        ByteBuffer id = ByteBuffer.allocate(Long.BYTES).putLong(session.getMostSignificantBits());
        lines.add("%s-bytes %s".formatted(SESSION, HexFormat.of().formatHex(id.array())));
        Files.write(sought(), lines);
    }

    private static void add(Set<String> lines, String label, String text) {
        for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            add(lines, label, text.getBytes(charset));
        }
    }

    private static void addWindows(Set<String> lines, String label, Bytes data) {
        for (int at = 0; at + WINDOW <= data.length(); at += WINDOW) {
            byte[] window = data.slice(at, at + WINDOW).toArray();
            if (isVaried(window)) {
                add(lines, label, window);
            }
        }
    }

    /** Padding occurs everywhere. */
    private static boolean isVaried(byte[] window) {
        return IntStream.range(0, window.length).map(i -> window[i]).distinct().count() >= LEAST_VARIETY;
    }

    /** The bytes as they are, and as hexadecimal digits of one byte and of two. */
    private static void add(Set<String> lines, String label, byte[] bytes) {
        if (bytes.length >= MIN_LENGTH) {
            String hex = HexFormat.of().formatHex(bytes);
            line(lines, label + "-bytes", bytes);
            for (String digits : List.of(hex, hex.toUpperCase(Locale.ROOT))) {
                line(lines, label + "-hex", digits.getBytes(StandardCharsets.US_ASCII));
                line(lines, label + "-hex16", digits.getBytes(StandardCharsets.UTF_16LE));
            }
        }
    }

    private static void line(Set<String> lines, String label, byte[] bytes) {
        lines.add("%s %s".formatted(label, HexFormat.of().formatHex(bytes)));
    }

    /** What passed on both links, as it was inside TLS. */
    private static void writeCapture() throws IOException {
        try (OutputStream out = Files.newOutputStream(capture())) {
            for (FrameProxy proxy : List.of(relay.toServer, relay.toHost)) {
                for (FrameProxy.Passed passed : proxy.passed()) {
                    out.write(FrameCodec.encode(passed.frame()).array());
                }
            }
        }
    }

    /** Labels without their form. */
    private static Set<String> kinds(Set<String> found) {
        Set<String> kinds = new TreeSet<>();
        found.forEach(label -> kinds.add(label.substring(0, label.lastIndexOf('-'))));
        return kinds;
    }
}
