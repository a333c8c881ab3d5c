package org.idrelay.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.idrelay.operations.audit.AuditCheck;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody without the key does to the files is found, and stays found when the trail goes on. */
class TouchedTrailTest {

    @TempDir
    Path folder;

    private Trails trails;
    private Map<Path, byte[]> good;

    @BeforeEach
    void fill() throws IOException {
        trails = new Trails(folder).filled();
        good = trails.content();
    }

    @Test
    void anUntouchedTrailIsGood() throws IOException {
        AuditCheck check = trails.at(Trails.DECEMBER).verify();
        assertEquals("", check.fault());
        assertEquals(5, check.lines());
        assertTrue(Files.readString(folder.resolve("head")).contains(check.head()));
    }

    @Test
    void everySingleAlteredByteIsFound() throws IOException {
        for (Path file : List.of(trails.november(), trails.december(), folder.resolve("head"))) {
            byte[] content = Files.readAllBytes(file);
            for (int i = 0; i < content.length; i++) {
                for (int other : new int[] {content[i] ^ 1, content[i] ^ 0x20, '\n', '\t', 0xFF}) {
                    if ((byte) other != content[i]) {
                        byte[] altered = content.clone();
                        altered[i] = (byte) other;
                        Files.write(file, altered);
                        assertFalse(check().isGood(), "%s, byte %d, now %d".formatted(file.getFileName(), i, other));
                    }
                }
            }
            Files.write(file, content);
        }
        assertTrue(check().isGood());
    }

    @Test
    void everyAlteredByteOfTheKeyIsFound() throws IOException {
        Path key = folder.resolve("key");
        for (int i = 0; i < Files.size(key); i++) {
            byte[] altered = Files.readAllBytes(key);
            altered[i] ^= 1;
            Files.write(key, altered);
            assertFalse(trails.at(Trails.DECEMBER).verify().isGood(), "byte " + i);
            trails.putBack(good);
        }
    }

    @Test
    void aLineLeftOutIsFound() throws IOException {
        for (int i = 0; i < 3; i++) {
            List<String> lines = lines();
            lines.remove(i);
            foundForGood(lines);
        }
    }

    @Test
    void aLineRepeatedIsFound() throws IOException {
        for (int i = 0; i < 3; i++) {
            List<String> lines = lines();
            lines.add(i, lines.get(i));
            foundForGood(lines);
        }
    }

    @Test
    void linesExchangedAreFound() throws IOException {
        for (int i = 0; i < 2; i++) {
            List<String> lines = lines();
            Collections.swap(lines, i, i + 1);
            foundForGood(lines);
        }
    }

    @Test
    void aTailCutOffIsFoundAtEveryByte() throws IOException {
        byte[] whole = Files.readAllBytes(trails.december());
        for (int length = 0; length < whole.length; length += 7) {
            Files.write(trails.december(), Arrays.copyOf(whole, length));
            assertFalse(trails.at(Trails.DECEMBER).verify().isGood(), "cut to " + length);
            trails.putBack(good);
        }
    }

    @Test
    void aTailCutOffTogetherWithAHeadToFitIsFound() throws IOException {
        List<String> lines = lines();
        String last = lines.get(1);
        Files.writeString(trails.december(), lines.get(0) + last);
        String chain = last.substring(last.lastIndexOf('\t') + 1).strip();
        String[] head = Files.readString(folder.resolve("head")).split("\t", -1);
        Files.writeString(folder.resolve("head"), "4\t%s\t%s".formatted(chain, head[2]));
        assertFalse(trails.at(Trails.DECEMBER).verify().isGood());
    }

    @Test
    void filesExchangedOrRenamedAreFound() throws IOException {
        Path between = folder.resolve("between");
        Files.move(trails.november(), between);
        Files.move(trails.december(), trails.november());
        Files.move(between, trails.december());
        assertFalse(check().isGood());
        for (String name : List.of("audit-2026-10.log", "audit-2027-01.log")) {
            trails.putBack(good);
            Path from = name.contains("10") ? trails.november() : trails.december();
            Files.move(from, folder.resolve(name));
            assertFalse(check().isGood(), name);
        }
    }

    @Test
    void aLostFileIsFound() throws IOException {
        for (Path file : List.of(trails.november(), trails.december(), folder.resolve("head"))) {
            Files.delete(file);
            ChainedTrail trail = trails.at(Trails.DECEMBER);
            assertFalse(trail.verify().isGood(), file.toString());
            trail.write(Trails.read("6"));
            assertFalse(trail.verify().isGood(), file.toString());
            trails.putBack(good);
        }
    }

    @Test
    void withoutItsKeyATrailTakesNoLine() throws IOException {
        Files.delete(folder.resolve("key"));
        assertThrows(IOException.class, () -> trails.at(Trails.DECEMBER).write(Trails.read("6")));
        assertFalse(Files.exists(folder.resolve("key")));
    }

    private List<String> lines() throws IOException {
        return new ArrayList<>(List.of(Files.readString(trails.december()).split("(?<=\n)", -1))
                .subList(0, 3));
    }

    /** The check alone, without what opening a trail mends. */
    private AuditCheck check() throws IOException {
        TrailFiles files = new TrailFiles(folder);
        TrailKey key = TrailKey.read(files.key());
        byte[] content = Files.readAllBytes(files.head());
        Head head = Head.of(content);
        Head sealed = Arrays.equals(head.sealed(key), content) ? head : Head.lost(0);
        return new TrailCheck(key).check(files.months(), sealed);
    }

    private void foundForGood(List<String> lines) throws IOException {
        Files.writeString(trails.december(), String.join("", lines));
        ChainedTrail trail = trails.at(Trails.DECEMBER);
        assertFalse(trail.verify().isGood());
        trail.write(Trails.read("6"));
        assertFalse(trail.verify().isGood());
        trails.putBack(good);
    }
}
