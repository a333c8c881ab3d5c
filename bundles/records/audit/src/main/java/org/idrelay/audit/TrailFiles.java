package org.idrelay.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The folder of a trail: {@code audit-yyyy-mm.log} for each month, {@code head} and {@code key}. */
record TrailFiles(Path folder) {

    /** One month's file and how much of it is meant. */
    record MonthFile(Path path, String month, long size) {}

    Path head() {
        return folder.resolve("head");
    }

    Path key() {
        return folder.resolve("key");
    }

    Path month(String month) {
        return folder.resolve("audit-" + month + ".log");
    }

    /** What does not fit behind a line, by the number of the line that should stand there. */
    Path setAside(long sequence) {
        return folder.resolve("half-line-" + sequence);
    }

    /** The months' files as they are now, the oldest first. */
    List<MonthFile> months() throws IOException {
        List<Path> paths = new ArrayList<>();
        try (Stream<Path> inside = Files.list(folder)) {
            inside.filter(path -> path.getFileName().toString().matches("audit-\\d{4}-\\d{2}\\.log"))
                    .sorted()
                    .forEach(paths::add);
        }
        List<MonthFile> months = new ArrayList<>();
        for (Path path : paths) {
            if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                throw new IOException(path.getFileName() + " is no file");
            }
            String month = path.getFileName().toString().substring("audit-".length(), "audit-yyyy-mm".length());
            months.add(new MonthFile(path, month, Files.size(path)));
        }
        return months;
    }

    /** The newest whole line; empty if there is none, or none that can be read. */
    Optional<Line> newest() throws IOException {
        List<MonthFile> months = months();
        for (int i = months.size() - 1; i >= 0; i--) {
            Optional<String> last = Optional.empty();
            try (LineReader lines =
                    new LineReader(months.get(i).path(), months.get(i).size())) {
                for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
                    last = line;
                }
            }
            if (last.isPresent()) {
                return last.flatMap(Line::of);
            }
        }
        return Optional.empty();
    }
}
