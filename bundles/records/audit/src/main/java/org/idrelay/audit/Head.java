package org.idrelay.audit;

import java.nio.charset.StandardCharsets;

/**
 * Where the trail ends: what a tail that was cut off does not fit.
 *
 * @param sequence of the last line; 0 before the first
 * @param chain of the last line
 */
record Head(long sequence, String chain) {

    /** Before the first line. */
    static final Head START = new Head(0, "0".repeat(64));

    private static final String LOST = "f".repeat(64);

    /** What goes on without knowing what was there: no chain fits it, so the fault stays visible for good. */
    static Head lost(long sequence) {
        return new Head(sequence, LOST);
    }

    /** The content of the head's file. */
    byte[] sealed(TrailKey key) {
        return "%d\t%s\t%s\n"
                .formatted(sequence, chain, key.head(sequence, chain))
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** The head that a file like that stands for; unsealed, so to be compared with what it would be sealed as. */
    static Head of(byte[] content) {
        String[] columns = new String(content, StandardCharsets.ISO_8859_1).split("\t", -1);
        boolean whole = columns.length == 3 && columns[0].matches("\\d{1,18}");
        return whole ? new Head(Long.parseLong(columns[0]), columns[1]) : START;
    }
}
