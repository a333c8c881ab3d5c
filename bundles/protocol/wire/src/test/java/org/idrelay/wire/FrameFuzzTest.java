package org.idrelay.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Runs Jazzer on the decoder for a few seconds in a JVM of its own. It starts from the kept corpus in
 * {@code src/test/fuzz} and from the document's frames; what it finds stays in {@code target/fuzz}.
 */
class FrameFuzzTest {

    private static final int SECONDS = 5;

    @Test
    void anyBytesAreAMessageOrRefused() throws IOException, InterruptedException {
        Path found = Files.createDirectories(Path.of("target/fuzz/corpus"));
        Path examples = Files.createDirectories(Path.of("target/fuzz/examples"));
        for (var example : Examples.all().entrySet()) {
            byte[] frame = FrameCodec.encode(example.getValue()).array();
            Files.write(examples.resolve(example.getKey().replace(' ', '-')), frame);
        }
        Path log = Path.of("target/fuzz/jazzer.log");
        Process jazzer = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "com.code_intelligence.jazzer.Jazzer",
                        "--target_class=" + FrameFuzzer.class.getName(),
                        "--instrumentation_includes=org.idrelay.**",
                        "--reproducer_path=target/fuzz",
                        "-artifact_prefix=target/fuzz/",
                        "-max_total_time=" + SECONDS,
                        "-max_len=4096",
                        found.toString(),
                        examples.toString(),
                        "src/test/fuzz"))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertTrue(jazzer.waitFor(2, TimeUnit.MINUTES), "Jazzer did not stop");
            assertEquals(0, jazzer.exitValue(), () -> "see " + log.toAbsolutePath());
            assertTrue(Files.readString(log).contains("DONE"), () -> "no run was made, see " + log.toAbsolutePath());
        } finally {
            jazzer.destroyForcibly();
        }
    }
}
