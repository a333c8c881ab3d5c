package org.idrelay.itests;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Looks for byte strings in files, in a process of its own: what is looked for is in nobody else's memory. Arguments: a file
 * with lines {@code LABEL HEX}, then files and folders. Prints the labels of what it found.
 */
final class ByteSearch {

    private static final int WINDOW = Long.BYTES;
    private static final int BUFFER = 1 << 16;

    private final Map<Long, List<Sought>> sought = new HashMap<>();
    private final Set<String> found = new TreeSet<>();

    private record Sought(String label, ByteBuffer bytes) {}

    private ByteSearch(Path list) throws IOException {
        for (String line : Files.readAllLines(list)) {
            int space = line.indexOf(' ');
            ByteBuffer bytes = ByteBuffer.wrap(HexFormat.of().parseHex(line.substring(space + 1)));
            long head = bytes.getLong(0);
            sought.computeIfAbsent(head, key -> new ArrayList<>()).add(new Sought(line.substring(0, space), bytes));
        }
    }

    public static void main(String[] arguments) throws IOException {
        ByteSearch search = new ByteSearch(Path.of(arguments[0]));
        for (int i = 1; i < arguments.length; i++) {
            try (Stream<Path> files = Files.walk(Path.of(arguments[i]))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    search.in(Files.readAllBytes(file));
                }
            }
        }
        search.found.forEach(System.out::println);
    }

    private void in(byte[] content) {
        long window = 0;
        for (int at = 0; at < content.length; at++) {
            window = window << Byte.SIZE | Byte.toUnsignedInt(content[at]);
            List<Sought> candidates = at >= WINDOW - 1 ? sought.get(window) : null;
            if (candidates != null) {
                for (Sought candidate : candidates) {
                    if (matches(content, at - WINDOW + 1, candidate.bytes())) {
                        found.add(candidate.label());
                    }
                }
            }
        }
    }

    private static boolean matches(byte[] content, int begin, ByteBuffer bytes) {
        int length = bytes.remaining();
        return begin + length <= content.length
                && ByteBuffer.wrap(content, begin, length).equals(bytes);
    }

    /** Runs it; the labels of what was found. */
    static Set<String> run(Path list, List<Path> places) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-cp",
                Path.of("target", "test-classes").toAbsolutePath().toString(),
                ByteSearch.class.getName(),
                list.toString()));
        places.forEach(place -> command.add(place.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (InputStream out = new BufferedInputStream(process.getInputStream(), BUFFER)) {
            String said = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException("the search failed: " + said);
            }
            return new TreeSet<>(said.lines().toList());
        }
    }
}
