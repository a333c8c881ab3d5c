package org.idrelay.demo;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * Where the demo prints: the file that the launcher shows ({@code idrelay.demo.out}), or the console without one. Safe on
 * any thread; lines given together stay together.
 */
@Component(service = DemoOutput.class)
public final class DemoOutput {

    /** The launcher's word for: it is over, with this exit code. */
    private static final String EXIT = "exit ";

    private final PrintStream out;

    @Activate
    public DemoOutput() throws IOException {
        this(System.getProperty("idrelay.demo.out", ""));
    }

    DemoOutput(String file) throws IOException {
        out = file.isEmpty()
                ? System.out
                : new PrintStream(new FileOutputStream(file, true), true, StandardCharsets.UTF_8);
    }

    synchronized void print(List<String> lines) {
        lines.forEach(out::println);
    }

    void print(String line) {
        print(List.of(line));
    }

    /** The last line. */
    void exit(int code) {
        print(EXIT + code);
    }

    @Deactivate
    void close() {
        if (out != System.out) {
            out.close();
        }
    }
}
