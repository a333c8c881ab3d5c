package org.idrelay.records;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;
import org.idrelay.simulator.SyntheticPerson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of a filled store say nothing about anybody; the same search finds them in what was exported. */
class NoPlaintextTest {

    @TempDir
    Path folder;

    @TempDir
    Path exports;

    @Test
    void noFileOfAFilledStoreHoldsAnyoneInClear() throws Exception {
        Traces traces = Traces.ofAll();
        try (TestStore test = new TestStore(folder)) {
            test.deliverAll();
            for (SyntheticPerson person : TestStore.people()) {
                UUID id = test.store.find(person.number(), "clerk").get(0).id();
                Files.writeString(exports.resolve(id + ".json"), test.store.export(id, "clerk"));
            }
            assertEquals(Set.of(), traces.in(folder));
        }
        assertTrue(
                Files.size(folder.resolve("records.mv.db")) > TestStore.people().size() * 1500L);
        assertEquals(Set.of(), traces.in(folder));
        Set<String> found = traces.in(exports);
        for (int i = 0; i < TestStore.people().size(); i++) {
            assertTrue(found.contains("person %d name UTF-8".formatted(i)), found::toString);
            assertTrue(found.contains("person %d number UTF-8".formatted(i)), found::toString);
            assertTrue(found.contains("person %d photo base64".formatted(i)), found::toString);
            assertTrue(found.contains("person %d text base64".formatted(i)), found::toString);
        }
    }

    /** Whoever has the key file cannot open a copy of the parts any more. */
    @Test
    void noFileHoldsTheKeyOfAnErasedRecord() throws Exception {
        Path file = folder.resolve("records.mv.db");
        try (TestStore test = new TestStore(folder)) {
            test.deliverAll();
            SyntheticPerson person = TestStore.person(0);
            UUID id = test.store.find(person.number(), "clerk").get(0).id();
            byte[] wrapped =
                    test.connection.run((tables, keys) -> tables.dataKey(id)).orElseThrow();
            assertTrue(Traces.contains(Files.readAllBytes(file), wrapped));
            test.store.erase(person.number(), "clerk");
            assertFalse(Traces.contains(Files.readAllBytes(file), wrapped));
            assertEquals(TestStore.people().size() - 1, test.store.status().records());
        }
    }
}
