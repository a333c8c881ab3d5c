package org.idrelay.api.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.CopyOption;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Makes files that only their owner may read, from the first byte on; where a file system knows no such permissions, files
 * like all others. What was written is on disk when a method returns. Any thread, but one for each file.
 */
public final class PrivateFile {

    /** How the name of a file ends that is not whole yet; a crash may leave one behind. */
    public static final String UNFINISHED = ".new";

    private PrivateFile() {}

    /**
     * Makes an empty file.
     *
     * @throws FileAlreadyExistsException if there is one of that name
     */
    public static void create(Path file) throws IOException {
        Files.createFile(file, only(file, "rw-------"));
        forceFolder(file);
    }

    /**
     * Makes a file with this content: whole or, after a crash or a failure, not at all.
     *
     * @throws FileAlreadyExistsException if there is one of that name
     */
    public static void create(Path file, byte[] content) throws IOException {
        if (Files.exists(file)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        write(file, content);
    }

    /** Makes a file with this content, or puts it in the place of what is there; after a crash or a failure that is there. */
    public static void replace(Path file, byte[] content) throws IOException {
        write(file, content, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Makes a folder that only its owner may look into, and those above it; one that is there stays as it is. */
    public static void createFolder(Path folder) throws IOException {
        Files.createDirectories(folder, only(folder, "rwx------"));
    }

    private static void write(Path file, byte[] content, CopyOption... how) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
        Files.deleteIfExists(unfinished); // its permissions may be others
        Files.createFile(unfinished, only(file, "rw-------"));
        try {
            try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
                ByteBuffer left = ByteBuffer.wrap(content);
                while (left.hasRemaining()) {
                    channel.write(left);
                }
                channel.force(true);
            }
            Files.move(unfinished, file, how);
        } catch (IOException e) {
            Files.deleteIfExists(unfinished);
            throw e;
        }
        forceFolder(file);
    }

    private static FileAttribute<?>[] only(Path path, String owner) {
        return isPosix(path)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(owner))}
                : new FileAttribute<?>[0];
    }

    /** The name in the folder must last too; other systems than those with such permissions cannot open a folder. */
    private static void forceFolder(Path file) throws IOException {
        if (isPosix(file)) {
            try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
                folder.force(true);
            }
        }
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
