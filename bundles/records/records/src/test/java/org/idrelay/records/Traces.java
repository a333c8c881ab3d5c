package org.idrelay.records;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.idrelay.simulator.SyntheticPerson;

/** What would tell of somebody in a file: names, numbers, addresses, photos, fingerprints, in every way they may be written. */
final class Traces {

    private static final List<Charset> CHARSETS =
            List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE);
    private static final int PIECE = 24;

    /** By their first four bytes: all are looked for in one pass. */
    private final Map<Integer, List<Sought>> sought = new HashMap<>();

    private record Sought(String label, ByteBuffer bytes) {}

    private Traces() {}

    /** Of everybody there is. */
    static Traces ofAll() {
        Traces traces = new Traces();
        int index = 0;
        for (SyntheticPerson person : TestStore.people()) {
            String who = "person " + index++ + " ";
            traces.text(who + "name", person.name());
            traces.text(who + "number", person.number());
            traces.text(who + "address", person.address());
            traces.text(who + "additional address", person.additionalAddress());
            traces.bytes(who + "photo", person.photo().toArray());
            traces.bytes(who + "fingerprints", person.fingerprintData().toArray());
            traces.bytes(who + "text", person.text().toArray());
        }
        return traces;
    }

    /** Labels of all that stands in the files of a folder. */
    Set<String> in(Path folder) throws IOException {
        Set<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                look(ByteBuffer.wrap(Files.readAllBytes(file)), found);
            }
        }
        return found;
    }

    private void look(ByteBuffer content, Set<String> found) {
        for (int at = 0; at + Integer.BYTES <= content.limit(); at++) {
            for (Sought candidate : sought.getOrDefault(content.getInt(at), List.of())) {
                int length = candidate.bytes().limit();
                if (at + length <= content.limit() && content.slice(at, length).equals(candidate.bytes())) {
                    found.add(candidate.label());
                }
            }
        }
    }

    static boolean contains(byte[] content, byte[] bytes) {
        ByteBuffer wanted = ByteBuffer.wrap(bytes);
        for (int at = 0; at + bytes.length <= content.length; at++) {
            if (content[at] == bytes[0] && wanted.equals(ByteBuffer.wrap(content, at, bytes.length))) {
                return true;
            }
        }
        return false;
    }

    private void text(String label, String text) {
        if (!text.isEmpty()) {
            for (Charset charset : CHARSETS) {
                everyWay(label + " " + charset, text.getBytes(charset));
            }
        }
    }

    /** A piece from the middle is enough, and does not miss what was stored in blocks. */
    private void bytes(String label, byte[] bytes) {
        if (bytes.length > 0) {
            int middle = bytes.length / 2 / 3 * 3;
            everyWay(label, Arrays.copyOfRange(bytes, middle, middle + PIECE));
        }
    }

    private void everyWay(String label, byte[] bytes) {
        seek(label, bytes);
        seek(label + " hex", ascii(HexFormat.of().formatHex(bytes)));
        seek(label + " HEX", ascii(HexFormat.of().withUpperCase().formatHex(bytes)));
        seek(label + " base64", ascii(Base64.getEncoder().withoutPadding().encodeToString(bytes)));
    }

    private void seek(String label, byte[] bytes) {
        ByteBuffer wrapped = ByteBuffer.wrap(bytes);
        sought.computeIfAbsent(wrapped.getInt(0), start -> new ArrayList<>()).add(new Sought(label, wrapped));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
