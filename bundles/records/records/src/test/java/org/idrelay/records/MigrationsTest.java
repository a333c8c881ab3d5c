package org.idrelay.records;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.UUID;
import org.idrelay.api.FailureCode;
import org.idrelay.operations.StoreException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationsTest {

    @TempDir
    Path folder;

    @Test
    void bringsAnOldDatabaseWithItsRecordsToTheNewestVersion() throws Exception {
        try (TestStore old = ofVersion(1)) {
            old.deliverAll();
            assertEquals(1, old.store.status().schemaVersion());
        }
        assertEquals(0, indexes("RECORD_AGE"));
        try (TestStore now = new TestStore(folder)) {
            assertEquals(Migrations.FILES.size(), now.store.status().schemaVersion());
            assertEquals(TestStore.people().size(), now.store.status().records());
            UUID id =
                    now.store.find(TestStore.person(0).number(), "clerk").get(0).id();
            assertTrue(
                    now.store.export(id, "clerk").contains(TestStore.person(0).name()));
        }
        assertEquals(1, indexes("RECORD_AGE"));
    }

    /** A fall between a file's statements and its note: H2 has committed the former by itself. */
    @Test
    void runsAFileAgainThatWasNotNoted() throws Exception {
        try (TestStore test = new TestStore(folder)) {
            test.deliver(TestStore.person(0));
        }
        try (Connection connection = new H2Database(folder).connect();
                Statement statement = connection.createStatement()) {
            statement.execute("delete from schema_version");
        }
        try (TestStore again = new TestStore(folder)) {
            assertEquals(1, again.store.status().records());
            assertEquals(Migrations.FILES.size(), again.store.status().schemaVersion());
        }
    }

    @Test
    void leavesADatabaseAloneThatIsNewer() throws Exception {
        try (TestStore test = new TestStore(folder)) {
            test.deliver(TestStore.person(0));
        }
        try (TestStore old = ofVersion(1)) {
            assertEquals(
                    FailureCode.STORE_AWAY,
                    assertThrows(StoreException.class, old.store::status).code());
        }
    }

    private TestStore ofVersion(int version) {
        return new TestStore(
                new StoreConnection(new H2Database(folder), TestStore.keyFile(folder), version),
                SealCipher.AES_256_GCM,
                EnumSet.allOf(Part.class));
    }

    private int indexes(String name) throws SQLException {
        try (Connection connection = new H2Database(folder).connect();
                var rows = connection.getMetaData().getIndexInfo(null, null, "RECORD", false, false)) {
            int found = 0;
            while (rows.next()) {
                found += name.equals(rows.getString("INDEX_NAME")) ? 1 : 0;
            }
            return found;
        }
    }
}
