package org.idrelay.forwarding;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.idrelay.api.record.SinkResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed in the middle of its deliveries: whatever it had taken arrives, at least once. */
class KilledTest {

    @TempDir
    Path folder;

    @Test
    void whatWasTakenArrivesThoughTheProcessIsKilled() throws Exception {
        Path taken = Files.createFile(folder.resolve("taken"));
        Path records = folder.resolve("records");
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledTest.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        try {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> Files.readAllLines(taken).size() >= 20);
        } finally {
            process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
        // a line that was cut by the kill was never confirmed
        List<String> ids = Files.readAllLines(taken).stream()
                .filter(line -> line.length() == 36)
                .toList();
        assertTrue(ids.size() >= 20);
        ForwardingSink again = sink(folder);
        try {
            for (String id : ids) {
                await().until(() -> Files.size(records.resolve(id + ".json")) > 0);
            }
        } finally {
            again.stop();
        }
    }

    /** The process: takes records, and says which once they are taken, until it is killed. */
    public static void main(String[] folder) throws IOException {
        ForwardingSink sink = sink(Path.of(folder[0]));
        Path taken = Path.of(folder[0], "taken");
        while (true) {
            UUID id = UUID.randomUUID();
            if (sink.deliver(Records.any(), Records.presence(id)) instanceof SinkResult.Taken) {
                Files.writeString(taken, id + "\n", StandardOpenOption.APPEND);
            }
        }
    }

    private static ForwardingSink sink(Path folder) throws IOException {
        Destination destination = Destination.of(
                "file:" + folder.resolve("records") + "?tempPrefix=.part-",
                new HttpDestination.Settings("", 1000, ""),
                scheme -> null);
        return new ForwardingSink("e", Set.of(), 1000, new Outbox(folder.resolve("outbox")), destination, 5, 20);
    }
}
