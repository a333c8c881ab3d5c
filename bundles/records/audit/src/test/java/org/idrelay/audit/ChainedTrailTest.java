package org.idrelay.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.idrelay.operations.audit.AuditCheck;
import org.idrelay.operations.audit.AuditEntry;
import org.idrelay.operations.audit.AuditEntry.Action;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChainedTrailTest {

    @TempDir
    Path folder;

    private Trails trails;

    @BeforeEach
    void make() {
        trails = new Trails(folder);
    }

    @Test
    void aLineSaysWhatHappenedAndNotToWhom() throws IOException {
        trails.filled();
        String[] columns = Files.readAllLines(trails.november()).get(0).split("\t", -1);
        assertEquals(
                List.of("1", "2026-11-30T23:59:58.125Z", "READ", "t-01", "t-01", "reader-1", "7", "ok"),
                Arrays.asList(columns).subList(0, 8));
        assertEquals(64, columns[8].length());
        assertEquals(64, columns[9].length());
    }

    @Test
    void theSameNumberHasTheSameDigestInOneTrailOnly(@TempDir Path other) throws IOException {
        trails.at(Trails.NOVEMBER).write(Trails.read("1"));
        trails.at(Trails.DECEMBER).write(Trails.read("1"));
        new Trails(other).at(Trails.NOVEMBER).write(Trails.read("1"));
        assertEquals(digest(trails.november()), digest(trails.december()));
        assertFalse(digest(trails.november()).equals(digest(new Trails(other).november())));
    }

    @Test
    void whatStandsInAColumnIsNeitherColumnNorLine() throws IOException {
        ChainedTrail trail = trails.at(Trails.NOVEMBER);
        trail.write(new AuditEntry(Action.LOOK, "a\tb\nc\r张", "", "", "", "ok", ""));
        assertEquals(1, Files.readAllLines(trails.november()).size());
        assertEquals(
                "a%09b%0Ac%0D%E5%BC%A0", Files.readString(trails.november()).split("\t", -1)[3]);
        assertTrue(trail.verify().isGood());
    }

    @Test
    void filesAreTheOwnersOnly() throws IOException {
        assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"), "no POSIX permissions here");
        trails.filled();
        for (Path file : trails.content().keySet()) {
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        }
    }

    @Test
    void aClockThatGoesBackDoesNotBreakTheChain() throws IOException {
        trails.filled();
        ChainedTrail trail = trails.at(Trails.NOVEMBER);
        trail.write(Trails.read("6"));
        assertEquals("", trail.verify().fault());
        assertEquals(4, Files.readAllLines(trails.december()).size());
    }

    @Test
    void aCrashAtAnyByteOfAWriteLosesNoOtherLineAndIsNoted() throws IOException {
        trails.filled();
        Map<Path, byte[]> before = trails.content();
        int from = (int) Files.size(trails.december());
        trails.at(Trails.DECEMBER).write(Trails.read("6"));
        byte[] after = Files.readAllBytes(trails.december());
        for (int length = from; length <= after.length; length++) {
            trails.putBack(before);
            Files.write(trails.december(), Arrays.copyOf(after, length));
            Files.writeString(folder.resolve("head.new"), "6\t00");
            ChainedTrail trail = trails.at(Trails.DECEMBER);
            AuditCheck check = trail.verify();
            boolean half = length > from && length < after.length;
            assertEquals("", check.fault(), "crash after " + (length - from));
            assertEquals(length == from ? 5 : 6, check.lines());
            assertEquals(half, Files.readString(trails.december()).contains("\tREPAIR\t"));
            assertEquals(half, Files.exists(folder.resolve("half-line-6")));
            trail.write(Trails.read("7"));
            assertTrue(trail.verify().isGood());
        }
    }

    @Test
    void aCrashBeforeTheFirstLineOfAMonthIsNoFault() throws IOException {
        trails.filled();
        Files.createFile(folder.resolve("audit-2027-01.log"));
        ChainedTrail trail = trails.at(Trails.DECEMBER);
        trail.write(Trails.read("6"));
        assertEquals("", trail.verify().fault());
    }

    @Test
    void aFullDiskIsNoted() {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.isWritable(full), "no /dev/full here");
        assertThrows(IOException.class, () -> Disk.append(full, new byte[1]));
    }

    @Test
    void aWriteThatFailsLeavesTheChainWhole() throws IOException {
        ChainedTrail trail = trails.at(Trails.NOVEMBER);
        trail.write(Trails.read("1"));
        Path inTheWay = Files.createDirectory(trails.december());
        assertThrows(IOException.class, () -> trail.write(Trails.read("2")));
        Files.delete(inTheWay);
        trail.write(Trails.read("3"));
        inTheWay = Files.createFile(
                Files.createDirectory(folder.resolve("head.new")).resolve("in-the-way"));
        assertThrows(IOException.class, () -> trail.write(Trails.read("4")));
        Files.delete(inTheWay);
        trail.write(Trails.read("5"));
        AuditCheck check = trail.verify();
        assertEquals("", check.fault());
        assertEquals(4, check.lines(), "the fourth was on disk before its head was not");
    }

    @Test
    void manyThreadsWriteOneChain() throws Exception {
        ChainedTrail trail = trails.at(Trails.NOVEMBER);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<?>> written = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            String number = Integer.toString(i);
            written.add(threads.submit(() -> {
                trail.write(Trails.read(number));
                return trail.verify();
            }));
        }
        for (Future<?> one : written) {
            assertEquals("", ((AuditCheck) one.get(30, TimeUnit.SECONDS)).fault());
        }
        threads.shutdown();
        assertEquals(60, trail.verify().lines());
    }

    @Test
    void switchedOffItWritesNothing() throws IOException {
        new ChainedTrail(false, folder, () -> Trails.NOVEMBER).write(Trails.read("1"));
        assertEquals(Map.of(), trails.content());
    }

    @Test
    void aLineTooLongIsRefused() {
        String who = "a".repeat(LineReader.LIMIT);
        assertThrows(
                IOException.class,
                () -> trails.at(Trails.NOVEMBER).write(new AuditEntry(Action.LOOK, who, "", "", "", "ok", "")));
    }

    private static String digest(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.US_ASCII).split("\t", -1)[8];
    }
}
