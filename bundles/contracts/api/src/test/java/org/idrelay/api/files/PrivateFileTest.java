package org.idrelay.api.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFileTest {

    private static final String OWNER = "rw-------";
    private static final String ALL = "rw-rw-rw-";

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("key");
    }

    @Test
    void anEmptyFileIsTheOwnersBeforeAnythingIsInIt() throws IOException {
        PrivateFile.create(file);
        assertEquals(0, Files.size(file));
        assertEquals(OWNER, permissions(file));
        assertThrows(FileAlreadyExistsException.class, () -> PrivateFile.create(file));
    }

    @Test
    void aNewFileIsWholeAndTheOwners() throws IOException {
        PrivateFile.create(file, bytes("new"));
        assertHolds("new");
    }

    @Test
    void aNewFileTakesNobodysPlace() throws IOException {
        open(file, "there");
        assertThrows(FileAlreadyExistsException.class, () -> PrivateFile.create(file, bytes("new")));
        assertEquals("there", Files.readString(file));
        assertEquals(List.of(file), inside());
    }

    @Test
    void aFileThatAllCouldReadIsTheOwnersOnceItIsReplaced() throws IOException {
        open(file, "there, and longer");
        PrivateFile.replace(file, bytes("new"));
        assertHolds("new");
    }

    @Test
    void whereThereIsNothingToReplaceAFileIsMade() throws IOException {
        PrivateFile.replace(file, bytes("new"));
        assertHolds("new");
    }

    /** Whoever opened it before would read on. */
    @Test
    void whatACrashLeftBehindIsNotWrittenInto() throws IOException {
        open(folder.resolve("key" + PrivateFile.UNFINISHED), "half");
        PrivateFile.replace(file, bytes("new"));
        assertHolds("new");
    }

    @Test
    void aFailureLeavesWhatWasThere() throws IOException {
        Path inTheWay = Files.createDirectory(folder.resolve("folder"));
        Files.createFile(inTheWay.resolve("content"));
        assertThrows(IOException.class, () -> PrivateFile.replace(inTheWay, bytes("new")));
        assertEquals(List.of(inTheWay), inside());
        assertThrows(NoSuchFileException.class, () -> PrivateFile.create(folder.resolve("nowhere/key"), bytes("new")));
    }

    @Test
    void aFolderIsTheOwnersWithThoseAboveIt() throws IOException {
        Path inner = folder.resolve("outer/inner");
        PrivateFile.createFolder(inner);
        PrivateFile.createFolder(inner);
        assertEquals("rwx------", permissions(inner));
        assertEquals("rwx------", permissions(folder.resolve("outer")));
    }

    @Test
    void aFileSystemWithoutPermissionsWillDo() throws IOException {
        try (FileSystem other = FileSystems.newFileSystem(folder.resolve("files.zip"), Map.of("create", "true"))) {
            assertFalse(other.supportedFileAttributeViews().contains("posix"));
            Path there = other.getPath("/outer");
            PrivateFile.createFolder(there);
            PrivateFile.create(there.resolve("empty"));
            PrivateFile.create(there.resolve("made"), bytes("made"));
            PrivateFile.replace(there.resolve("made"), bytes("new"));
            assertEquals(0, Files.size(there.resolve("empty")));
            assertEquals("new", Files.readString(there.resolve("made")));
        }
    }

    /** As it is meant to be, and nothing beside it. */
    private void assertHolds(String content) throws IOException {
        assertEquals(content, Files.readString(file));
        assertEquals(OWNER, permissions(file));
        assertEquals(List.of(file), inside());
    }

    private static void open(Path path, String content) throws IOException {
        Files.writeString(path, content);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(ALL));
    }

    private List<Path> inside() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
