package org.idrelay.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.idrelay.operations.audit.AuditEntry;
import org.idrelay.operations.audit.AuditEntry.Action;

/** A trail's folder for tests: written to at given times, kept and put back. */
record Trails(Path folder) {

    static final Instant NOVEMBER = Instant.parse("2026-11-30T23:59:58.125Z");
    static final Instant DECEMBER = Instant.parse("2026-12-01T00:00:00Z");

    ChainedTrail at(Instant time) {
        return new ChainedTrail(true, folder, () -> time);
    }

    /** Two lines of November, three of December. */
    Trails filled() throws IOException {
        at(NOVEMBER).write(read("1"));
        at(NOVEMBER).write(read("2"));
        ChainedTrail december = at(DECEMBER);
        december.write(read("3"));
        december.write(new AuditEntry(Action.READ, "t-01", "t-01", "r", "", "CARD_GONE", ""));
        december.write(new AuditEntry(Action.LOOK, "a clerk", "", "", "", "ok", "4"));
        return this;
    }

    static AuditEntry read(String number) {
        return new AuditEntry(Action.READ, "t-01", "t-01", "reader-1", "7", "ok", number);
    }

    Path november() {
        return folder.resolve("audit-2026-11.log");
    }

    Path december() {
        return folder.resolve("audit-2026-12.log");
    }

    Map<Path, byte[]> content() throws IOException {
        Map<Path, byte[]> content = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                content.put(file, Files.readAllBytes(file));
            }
        }
        return content;
    }

    void putBack(Map<Path, byte[]> content) throws IOException {
        for (Path file : content().keySet()) {
            Files.delete(file);
        }
        for (Map.Entry<Path, byte[]> file : content.entrySet()) {
            Files.write(file.getKey(), file.getValue());
        }
    }
}
