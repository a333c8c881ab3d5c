package org.idrelay.records;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.UUID;
import org.idrelay.api.FailureCode;
import org.idrelay.api.record.SinkResult;
import org.idrelay.operations.StoreException;
import org.idrelay.simulator.SyntheticPerson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens to database, disk and key: the record is whole or absent, the caller is told, and the store comes back. */
class StoreFaultTest {

    private static final SinkResult TAKEN = new SinkResult.Taken();
    private static final SyntheticPerson PERSON = TestStore.person(0);

    @TempDir
    Path folder;

    @Test
    void isAwayWhileItsFolderIsAndComesBack() throws Exception {
        Path database = Files.createFile(folder.resolve("database"));
        try (TestStore test = new TestStore(new H2Database(database), TestStore.keyFile(folder))) {
            assertEquals(new SinkResult.Failed(FailureCode.STORE_AWAY), test.deliver(PERSON));
            assertEquals(FailureCode.STORE_AWAY, codeOf(test.store::status));
            Files.delete(database);
            assertEquals(TAKEN, test.deliver(PERSON));
            assertEquals(1, test.store.status().records());
        }
    }

    @Test
    void saysThatItsDiskIsFullAndGoesOnWhenThereIsRoom() throws Exception {
        FullDisk.register();
        H2Database database = new H2Database(folder, FullDisk.SCHEME + ":");
        try (TestStore test = new TestStore(database, TestStore.keyFile(folder))) {
            test.deliver(PERSON);
            FullDisk.full(true);
            assertEquals(new SinkResult.Failed(FailureCode.STORE_FULL), test.deliver(TestStore.person(1)));
            assertEquals(new SinkResult.Failed(FailureCode.STORE_FULL), test.deliver(TestStore.person(1)));
            FullDisk.full(false);
            assertEquals(TAKEN, test.deliver(TestStore.person(2)));
            assertEquals(2, test.store.status().records());
            export(test, PERSON);
            export(test, TestStore.person(2));
        } finally {
            FullDisk.full(false);
        }
    }

    @Test
    void makesNoNewKeyForWhatAnotherHasSealed() throws Exception {
        Path key = folder.resolve("records.p12");
        Path away = folder.resolve("away.p12");
        try (TestStore test = new TestStore(folder)) {
            test.deliver(PERSON);
        }
        Files.move(key, away);
        try (TestStore test = new TestStore(folder)) {
            assertEquals(new SinkResult.Failed(FailureCode.STORE_KEY_MISSING), test.deliver(PERSON));
            assertFalse(Files.exists(key));
            new Pkcs12File(key, TestStore.PASSWORD).open(true);
            assertEquals(new SinkResult.Failed(FailureCode.STORE_KEY_MISSING), test.deliver(PERSON));
            Files.delete(key);
            Files.move(away, key);
            assertEquals(TAKEN, test.deliver(PERSON));
            assertEquals(2, test.store.find(PERSON.number(), "clerk").size());
        }
    }

    @Test
    void needsThePasswordOfItsKey() throws Exception {
        Path key = folder.resolve("records.p12");
        for (String unset : new String[] {"", "$[secret:idrelay-records]"}) {
            assertEquals(FailureCode.STORE_KEY_MISSING, codeOf(() -> new Pkcs12File(key, unset).open(true)));
            assertFalse(Files.exists(key));
        }
        new Pkcs12File(key, TestStore.PASSWORD).open(true);
        assertEquals(FailureCode.STORE_KEY_MISSING, codeOf(() -> new Pkcs12File(key, "wrong").open(true)));
    }

    @Test
    void handsOutNothingThatWasAltered() throws Exception {
        try (TestStore test = new TestStore(folder)) {
            test.deliver(PERSON);
            test.deliver(TestStore.person(1));
            String good = export(test, PERSON);
            damage(test, "update part set sealed = sealed || x'00' where name = 'PHOTO'");
            damage(
                    test,
                    "delete from part where name = 'FINGERPRINTS'; update part set name = 'FINGERPRINTS' where name = 'PHOTO'");
            damage(test, "update part set format = 2");
            damage(test, "update part set cipher = 'SM4_GCM'");
            damage(test, "update data_key set wrapped = (select max(wrapped) from data_key)");
            damage(test, "update data_key set wrapped = x'00'");
            damage(test, "delete from data_key");
            assertEquals(good, export(test, PERSON));
        }
    }

    /** Alters the database, sees that at least one of the two records is refused, and takes the alteration back. */
    private static void damage(TestStore test, String sql) throws Exception {
        assertEquals(
                FailureCode.STORE_DAMAGED,
                codeOf(() -> test.connection.run((tables, keys) -> {
                    execute(tables.connection(), sql);
                    for (SyntheticPerson person : new SyntheticPerson[] {PERSON, TestStore.person(1)}) {
                        UUID id = tables.find(RecordTables.Some.withNumber(keys.digest(person.number())))
                                .get(0)
                                .id();
                        RecordStore.open(id, tables, keys);
                    }
                    return "opened after " + sql;
                })),
                sql);
    }

    @Test
    void saysThatItsFileIsDamaged() throws Exception {
        try (TestStore test = new TestStore(folder)) {
            test.deliver(PERSON);
        }
        Path file = folder.resolve("records.mv.db");
        byte[] content = Files.readAllBytes(file);
        Arrays.fill(content, (byte) 'x');
        Files.write(file, content);
        try (TestStore test = new TestStore(folder)) {
            assertEquals(new SinkResult.Failed(FailureCode.STORE_DAMAGED), test.deliver(PERSON));
        }
    }

    private static String export(TestStore test, SyntheticPerson person) throws StoreException {
        return test.store.export(
                test.store.find(person.number(), "clerk").get(0).id(), "clerk");
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static FailureCode codeOf(Executable action) {
        return assertThrows(StoreException.class, action).code();
    }
}
