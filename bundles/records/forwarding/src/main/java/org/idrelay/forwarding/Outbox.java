package org.idrelay.forwarding;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.idrelay.api.files.PrivateFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A folder of sealed records, a file each, named by the presence's id; and the key, made when it is first used. Any thread. */
final class Outbox {

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final String SEALED = ".sealed";

    private final Path folder;
    private final OutboxKey key;

    Outbox(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        for (Path unfinished : files(PrivateFile.UNFINISHED)) {
            Files.delete(unfinished);
        }
        this.key = OutboxKey.of(folder.resolve("key"));
    }

    /** What waits, the oldest first. */
    List<UUID> waiting() throws IOException {
        List<Path> files = files(SEALED);
        files.sort(Comparator.comparingLong(file -> file.toFile().lastModified()));
        return files.stream()
                .map(file -> file.getFileName().toString())
                .map(name -> name.substring(0, name.length() - SEALED.length()))
                .filter(id -> id.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"))
                .map(UUID::fromString)
                .toList();
    }

    /** Returns when the record is on disk. */
    void put(UUID id, byte[] json) throws IOException {
        PrivateFile.replace(file(id), key.seal(id, json));
    }

    /** What waits under that id; empty if it is not what was put there: then it is set aside, and an operator told. */
    Optional<byte[]> get(UUID id) throws IOException {
        Path file = file(id);
        try {
            return Optional.of(key.open(id, Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
            LOG.warn("Somebody took a record out of {}; it is not sent", folder);
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            LOG.error("A record in {} was altered or its key is lost; it is set aside and not sent", folder);
            Files.move(file, folder.resolve(id + ".damaged"), StandardCopyOption.REPLACE_EXISTING);
            return Optional.empty();
        }
    }

    void remove(UUID id) throws IOException {
        Files.deleteIfExists(file(id));
    }

    private Path file(UUID id) {
        return folder.resolve(id + SEALED);
    }

    private List<Path> files(String ending) throws IOException {
        try (Stream<Path> inside = Files.list(folder)) {
            return new ArrayList<>(
                    inside.filter(file -> file.toString().endsWith(ending)).toList());
        }
    }
}
