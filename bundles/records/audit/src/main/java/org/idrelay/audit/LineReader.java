package org.idrelay.audit;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads a file's whole lines, each byte a character, and what stands behind the last one. */
final class LineReader implements Closeable {

    /** No line is longer. */
    static final int LIMIT = 16 * 1024;

    private final InputStream bytes;
    private final StringBuilder half = new StringBuilder();
    private long left;

    /** @param size how much of the file to read */
    LineReader(Path file, long size) throws IOException {
        bytes = new BufferedInputStream(Files.newInputStream(file));
        left = size;
    }

    /** The next whole line without its end; empty if there is none. */
    Optional<String> next() throws IOException {
        while (left > 0 && half.length() < LIMIT) {
            int one = bytes.read();
            left = one < 0 ? 0 : left - 1;
            if (one == '\n') {
                String line = half.toString();
                half.setLength(0);
                return Optional.of(line);
            }
            if (one >= 0) {
                half.append((char) one);
            }
        }
        return Optional.empty();
    }

    /** How many bytes stand behind the last whole line, as far as they were read. */
    int half() {
        return half.length();
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
