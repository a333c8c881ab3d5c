package org.idrelay.records;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.idrelay.api.FailureCode;
import org.idrelay.api.record.CardPresence;
import org.idrelay.api.record.IdentityRecord;
import org.idrelay.api.record.SinkResult;
import org.idrelay.operations.RecordOperations.StoredRecord;
import org.idrelay.operations.StoreException;
import org.idrelay.simulator.SyntheticPerson;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecordStoreTest {

    @TempDir
    Path folder;

    private TestStore test;

    @BeforeEach
    void open() {
        test = new TestStore(folder);
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void keepsEveryKindOfRecordWhole() throws Exception {
        test.deliverAll();
        assertEquals(TestStore.people().size(), test.store.status().records());
        for (SyntheticPerson person : TestStore.people()) {
            StoredRecord found = only(person);
            assertEquals(person.type(), found.type());
            assertEquals(test.now, found.read());
            assertEquals("t-01", found.terminal());
            assertEquals("reader-1", found.reader());
            assertTrue(found.photo());
            assertEquals(person.fingerprints(), found.fingerprints());
            sameAs(TestStore.record(person), new ObjectMapper().readTree(test.store.export(found.id(), "clerk")));
        }
    }

    private static void sameAs(IdentityRecord record, JsonNode json) throws Exception {
        record.fields()
                .forEach(field -> assertEquals(
                        field.text(),
                        json.at("/fields/" + field.key().jsonName() + "/text").asText(),
                        () -> "field " + field.key()));
        assertEquals(record.checkDigitGood(), json.get("checkDigitGood").asBoolean());
        assertEquals("2026-01-01T00:00:00Z", json.get("read").asText());
        assertEquals("reader-1", json.get("reader").asText());
        assertArrayEquals(record.text().toArray(), json.get("rawText").binaryValue());
        assertArrayEquals(record.photo().toArray(), json.get("photo").binaryValue());
        assertEquals(!record.fingerprints().isEmpty(), json.has("fingerprints"));
        if (json.has("fingerprints")) {
            assertArrayEquals(
                    record.fingerprints().toArray(), json.get("fingerprints").binaryValue());
        }
    }

    @Test
    void takesTheSameCardPresenceOnce() throws Exception {
        CardPresence presence = TestStore.newPresence();
        IdentityRecord record = TestStore.record(TestStore.person(0));
        assertEquals(new SinkResult.Taken(), test.store.deliver(record, presence));
        assertEquals(new SinkResult.Taken(), test.store.deliver(record, presence));
        assertEquals(1, test.store.status().records());
        assertEquals(new SinkResult.Taken(), test.store.deliver(record, TestStore.newPresence()));
        assertEquals(2, test.store.status().records());
    }

    @Test
    void findsTheNewestFirst() throws Exception {
        test.deliver(TestStore.person(0));
        test.deliver(TestStore.person(1));
        test.now = test.now.plusSeconds(60);
        test.deliver(TestStore.person(0));
        List<StoredRecord> found = test.store.find(TestStore.person(0).number(), "clerk");
        assertEquals(
                List.of(test.now, test.now.minusSeconds(60)),
                found.stream().map(StoredRecord::read).toList());
        assertEquals(List.of(), test.store.find("nobody's", "clerk"));
    }

    @ParameterizedTest
    @EnumSource
    void keepsOnePartWithoutTheOthers(Part part) throws Exception {
        try (TestStore one = other(SealCipher.AES_256_GCM, EnumSet.of(part))) {
            SyntheticPerson person = TestStore.people().stream()
                    .filter(SyntheticPerson::fingerprints)
                    .findFirst()
                    .orElseThrow();
            one.deliver(person);
            StoredRecord found = one.store.find(person.number(), "clerk").get(0);
            JsonNode json = new ObjectMapper().readTree(one.store.export(found.id(), "clerk"));
            assertEquals(part == Part.FIELDS, json.has("fields"));
            assertEquals(part == Part.FIELDS, json.has("rawText"));
            assertEquals(part == Part.PHOTO, json.has("photo"));
            assertEquals(part == Part.PHOTO, found.photo());
            assertEquals(part == Part.FINGERPRINTS, json.has("fingerprints"));
            assertEquals(part == Part.FINGERPRINTS, found.fingerprints());
        }
    }

    @Test
    void opensWhatAnotherCipherSealed() throws Exception {
        try (TestStore sm4 = other(SealCipher.SM4_GCM, EnumSet.allOf(Part.class))) {
            sm4.deliver(TestStore.person(0));
        }
        assertTrue(test.store
                .export(only(TestStore.person(0)).id(), "clerk")
                .contains(TestStore.person(0).name()));
    }

    @Test
    void erasesAllThatIsKeptOfANumber() throws Exception {
        test.deliver(TestStore.person(0));
        test.deliver(TestStore.person(0));
        test.deliver(TestStore.person(1));
        UUID id = test.store.find(TestStore.person(0).number(), "clerk").get(0).id();
        assertEquals(2, test.store.erase(TestStore.person(0).number(), "clerk"));
        assertEquals(0, test.store.erase(TestStore.person(0).number(), "clerk"));
        assertEquals(List.of(), test.store.find(TestStore.person(0).number(), "clerk"));
        assertEquals(FailureCode.STORE_NOTHING, codeOf(() -> test.store.export(id, "clerk")));
        assertEquals(1, test.store.status().records());
        test.store.export(only(TestStore.person(1)).id(), "clerk");
    }

    @Test
    void purgesWhatIsTooOld() throws Exception {
        test.deliver(TestStore.person(0));
        test.now = test.now.plus(Duration.ofDays(1));
        test.deliver(TestStore.person(1));
        test.now = test.now.plus(TestStore.RETENTION).minusSeconds(1);
        assertEquals(1, test.store.purge());
        assertEquals(0, test.store.purge());
        assertEquals(List.of(), test.store.find(TestStore.person(0).number(), "clerk"));
        only(TestStore.person(1));
    }

    @Test
    void outlivesItsProcess() throws Exception {
        test.deliver(TestStore.person(0));
        test.close();
        try (TestStore again = new TestStore(folder)) {
            UUID id = again.store
                    .find(TestStore.person(0).number(), "clerk")
                    .get(0)
                    .id();
            assertTrue(
                    again.store.export(id, "clerk").contains(TestStore.person(0).address()));
        }
    }

    @Test
    void saysHowItIs() throws Exception {
        assertEquals(
                "StoreStatus[database=h2: %s, schemaVersion=2, records=0, retentionDays=30]"
                        .formatted(folder.resolve("records.mv.db")),
                test.store.status().toString());
        assertFalse(test.store.name().isEmpty());
    }

    private StoredRecord only(SyntheticPerson person) throws StoreException {
        List<StoredRecord> found = test.store.find(person.number(), "clerk");
        assertEquals(1, found.size());
        return found.get(0);
    }

    private TestStore other(SealCipher cipher, Set<Part> parts) {
        test.close();
        return new TestStore(new StoreConnection(new H2Database(folder), TestStore.keyFile(folder)), cipher, parts);
    }

    private static FailureCode codeOf(Executable action) {
        return assertThrows(StoreException.class, action).code();
    }
}
