package org.idrelay.shell;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What a command prints. */
final class Printed {

    /** A command's work, as far as it prints. */
    interface Printing {
        void to(PrintStream out) throws Exception;
    }

    private Printed() {}

    /** All that was printed, runs of spaces and the tables' frames reduced to one space. */
    static String by(Printing command) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        command.to(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8)
                .replaceAll("\\u001b\\[[0-9;]*m", "")
                .replaceAll("[ │|]+", " ");
    }
}
