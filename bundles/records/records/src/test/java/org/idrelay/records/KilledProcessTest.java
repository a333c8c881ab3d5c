package org.idrelay.records;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.idrelay.api.FailureCode;
import org.idrelay.api.record.SinkResult;
import org.idrelay.operations.RecordOperations.StoredRecord;
import org.idrelay.records.RecordTables.Some;
import org.idrelay.simulator.SyntheticPerson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process is killed in mid-write, several times on the same store. */
class KilledProcessTest {

    private static final int ROUNDS = 4;
    private static final Duration LIMIT = Duration.ofSeconds(40);

    @TempDir
    Path folder;

    @Test
    @Timeout(120)
    void afterwardsEachRecordIsWholeOrAbsent() throws Exception {
        List<UUID> taken = new ArrayList<>();
        for (int round = 1; round <= ROUNDS; round++) {
            taken.addAll(killAfter(7 * round));
            try (TestStore test = new TestStore(folder)) {
                for (UUID presence : taken) {
                    assertEquals(
                            1,
                            test.connection
                                    .run((tables, keys) -> tables.find(Some.ofPresence(presence)))
                                    .size());
                }
                long records = test.store.status().records();
                // what was written when the end came may be there, though nobody heard of it
                assertTrue(records >= taken.size());
                assertEquals(records, openAll(test));
            }
        }
    }

    @Test
    @Timeout(60)
    void anotherProcessIsToldThatTheDatabaseIsAway() throws Exception {
        Process process = start();
        try (TestStore test = new TestStore(folder)) {
            await().atMost(LIMIT).until(() -> !said().isEmpty());
            assertEquals(new SinkResult.Failed(FailureCode.STORE_AWAY), test.deliver(TestStore.person(0)));
            end(process);
            assertEquals(new SinkResult.Taken(), test.deliver(TestStore.person(0)));
        } finally {
            end(process);
        }
    }

    /** The presences that the process said were kept, once it said so of some. */
    private List<UUID> killAfter(int records) throws Exception {
        Process process = start();
        try {
            await().atMost(LIMIT).pollInterval(Duration.ofMillis(1)).until(() -> said().size() >= records);
        } finally {
            end(process);
        }
        return said().stream().map(UUID::fromString).toList();
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        StoreFiller.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(folder.resolve("said").toFile())
                .start();
    }

    private static void end(Process process) throws InterruptedException {
        process.destroyForcibly();
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    }

    /** Whole lines only: the last one may be half. */
    private List<String> said() throws IOException {
        String all = Files.readString(folder.resolve("said"));
        return all.substring(0, all.lastIndexOf('\n') + 1).lines().toList();
    }

    /** Opens every part of every record. */
    private static long openAll(TestStore test) throws Exception {
        long opened = 0;
        for (SyntheticPerson person : TestStore.people()) {
            for (StoredRecord record : test.store.find(person.number(), "clerk")) {
                String json = test.store.export(record.id(), "clerk");
                assertTrue(json.contains(person.name()));
                assertTrue(record.photo());
                assertEquals(person.fingerprints(), record.fingerprints());
                opened++;
            }
        }
        return opened;
    }
}
