package org.idrelay.records;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.idrelay.api.FailureCode;
import org.idrelay.api.record.SinkResult;
import org.idrelay.operations.StoreException;
import org.idrelay.simulator.SyntheticPerson;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store in a real PostgreSQL server, which comes and goes. */
class PostgresTest {

    private static final SyntheticPerson PERSON = TestStore.person(0);
    private static @Nullable PostgresServer server;

    @TempDir
    Path keys;

    private TestStore test;

    @BeforeAll
    static void startServer() throws Exception {
        OutsideProgram.require(PostgresServer.programs().isPresent(), "postgresql");
        server = new PostgresServer();
    }

    @AfterAll
    static void stopServer() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void open() throws Exception {
        try (Connection connection = server().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("drop table if exists part, data_key, record, store_key, schema_version");
        }
        test = new TestStore(
                new PostgresDatabase(server().url(), PostgresServer.USER, PostgresServer.PASSWORD),
                TestStore.keyFile(keys));
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void keepsFindsExportsAndErases() throws Exception {
        test.deliverAll();
        test.deliver(PERSON);
        assertEquals(TestStore.people().size() + 1, test.store.status().records());
        assertTrue(test.store.status().database().matches("postgresql: 127\\.0\\.0\\.1:\\d+/postgres"));
        UUID id = test.store.find(PERSON.number(), "clerk").get(0).id();
        assertTrue(test.store.export(id, "clerk").contains(PERSON.name()));
        assertEquals(test.now, test.store.find(PERSON.number(), "clerk").get(0).read());
        assertEquals(2, test.store.erase(PERSON.number(), "clerk"));
        test.now = test.now.plus(TestStore.RETENTION).plusSeconds(1);
        assertEquals(TestStore.people().size() - 1, test.store.purge());
        assertEquals(0, test.store.status().records());
    }

    @Test
    void itsFilesHoldNobodyInClear() throws Exception {
        test.deliverAll();
        execute("checkpoint");
        assertEquals(Set.of(), Traces.ofAll().in(server().data()));
    }

    @Test
    void itsTablesForgetTheKeysOfErasedRecords() throws Exception {
        test.deliverAll();
        UUID id = test.store.find(PERSON.number(), "clerk").get(0).id();
        byte[] wrapped =
                test.connection.run((tables, with) -> tables.dataKey(id)).orElseThrow();
        execute("checkpoint");
        assertTrue(tablesContain(wrapped));
        test.store.erase(PERSON.number(), "clerk");
        execute("checkpoint");
        assertFalse(tablesContain(wrapped));
    }

    @Test
    void comesBackWithItsServer() throws Exception {
        test.deliver(PERSON);
        server().stop();
        assertEquals(new SinkResult.Failed(FailureCode.STORE_AWAY), test.deliver(PERSON));
        assertEquals(
                FailureCode.STORE_AWAY,
                assertThrows(StoreException.class, test.store::status).code());
        server().start();
        assertEquals(new SinkResult.Taken(), test.deliver(PERSON));
        assertEquals(2, test.store.status().records());
    }

    @Test
    void aRecordIsKeptOverALostConnectionThatNobodyNoticed() throws Exception {
        test.deliver(PERSON);
        server().stop();
        server().start();
        assertEquals(new SinkResult.Taken(), test.deliver(PERSON));
        execute("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'idrelay-records'");
        assertEquals(new SinkResult.Taken(), test.deliver(PERSON));
        assertEquals(3, test.store.status().records());
    }

    @Test
    void isWholeOrAbsentAfterALostConnection() throws Exception {
        test.deliver(PERSON);
        StoreException lost = assertThrows(
                StoreException.class,
                () -> test.connection.run((tables, with) -> {
                    tables.erase(RecordTables.Some.withNumber(with.digest(PERSON.number())));
                    execute("select pg_terminate_backend(pid) from pg_stat_activity"
                            + " where application_name = 'idrelay-records'");
                    return tables.count();
                }));
        assertEquals(FailureCode.STORE_AWAY, lost.code());
        assertEquals(1, test.store.status().records());
        UUID id = test.store.find(PERSON.number(), "clerk").get(0).id();
        assertTrue(test.store.export(id, "clerk").contains(PERSON.name()));
    }

    @Test
    void aFullDiskAndDamagedPagesHaveTheirCodes() {
        PostgresDatabase database = new PostgresDatabase(server().url(), "", "");
        assertEquals(FailureCode.STORE_FULL, database.codeOf(new SQLException("", "53100")));
        assertEquals(FailureCode.STORE_DAMAGED, database.codeOf(new SQLException("", "XX001")));
        assertEquals(FailureCode.STORE_AWAY, database.codeOf(new SQLException("", "08006")));
        assertEquals(FailureCode.STORE_AWAY, database.codeOf(new SQLException("")));
    }

    private static PostgresServer server() {
        if (server == null) {
            throw new IllegalStateException("not started");
        }
        return server;
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = server().connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The tables' files; the write-ahead log is another matter, see docs/records.md. */
    private static boolean tablesContain(byte[] bytes) throws IOException {
        try (Stream<Path> files = Files.walk(server().data().resolve("base"))) {
            List<Path> all = files.filter(Files::isRegularFile).toList();
            for (Path file : all) {
                if (Traces.contains(Files.readAllBytes(file), bytes)) {
                    return true;
                }
            }
            return false;
        }
    }
}
