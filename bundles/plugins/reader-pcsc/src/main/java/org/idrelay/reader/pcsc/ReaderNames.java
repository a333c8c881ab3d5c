package org.idrelay.reader.pcsc;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Makes a reader's name of what PC/SC calls it: the same for the same, another for another, on every run. */
final class ReaderNames {

    private static final int LONGEST = 64;
    private static final int MARK = 9;

    private ReaderNames() {}

    /** A name of 1 to 64 of A-Z a-z 0-9 . _ -; what does not fit is replaced and marked by a checksum of the whole. */
    static String of(String pcscName) {
        if (pcscName.length() <= LONGEST && pcscName.matches("[A-Za-z0-9._]+( [A-Za-z0-9._]+)*")) {
            return pcscName.replace(' ', '-');
        }
        CRC32 checksum = new CRC32();
        checksum.update(pcscName.getBytes(StandardCharsets.UTF_8));
        String fitting = pcscName.replaceAll("[^A-Za-z0-9._]+", "-").replaceAll("^-|-$", "");
        String cut = fitting.substring(0, Math.min(fitting.length(), LONGEST - MARK));
        return "%s-%08x".formatted(cut, checksum.getValue());
    }
}
