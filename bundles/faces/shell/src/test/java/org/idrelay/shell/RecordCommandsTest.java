package org.idrelay.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.security.auth.Subject;
import org.apache.karaf.jaas.boot.principal.UserPrincipal;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.CommandException;
import org.idrelay.api.FailureCode;
import org.idrelay.api.record.DocumentType;
import org.idrelay.operations.RecordOperations;
import org.idrelay.operations.StoreException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class RecordCommandsTest {

    private static final UUID ID = UUID.fromString("00000000-0000-0000-0000-000000000001");

    @TempDir
    Path folder;

    private final List<String> asked = new ArrayList<>();
    private final RecordOperations store = new RecordOperations() {
        @Override
        public StoreStatus status() {
            return new StoreStatus("h2: records.mv.db", 2, 3, 30);
        }

        @Override
        public List<StoredRecord> find(String number, String who) {
            asked.add("find %s %s".formatted(number, who));
            return List.of(new StoredRecord(ID, DocumentType.RESIDENT, Instant.EPOCH, "t-01", "reader-1", true, false));
        }

        @Override
        public String export(UUID id, String who) throws StoreException {
            asked.add("export %s".formatted(who));
            if (!id.equals(ID)) {
                throw new StoreException(FailureCode.STORE_NOTHING, "no record has this id");
            }
            return "{}";
        }

        @Override
        public int erase(String number, String who) {
            asked.add("erase %s %s".formatted(number, who));
            return number.equals("1") ? 2 : 0;
        }

        @Override
        public int purge() {
            return 4;
        }
    };

    @Test
    void showTheStore() throws Exception {
        RecordStatusCommand status = new RecordStatusCommand();
        status.store = store;
        assertEquals(
                "Database: h2: records.mv.db, schema version 2\nRecords: 3, kept for 30 days\n",
                Printed.by(status::print));
        RecordPurgeCommand purge = new RecordPurgeCommand();
        purge.store = store;
        assertEquals("4 records erased.\n", Printed.by(purge::print));
    }

    @Test
    void findByANumberThatIsTypedUnseen() throws Exception {
        RecordFindCommand find = new RecordFindCommand();
        find.store = store;
        find.session = session("typed");
        String printed = as("li", () -> Printed.by(find::print));
        assertTrue(printed.contains(ID + " RESIDENT 1970-01-01T00:00:00Z t-01 reader-1 yes no"), printed);
        assertFalse(printed.contains("typed"), printed);
        assertEquals(List.of("find typed li"), asked);
    }

    @Test
    void eraseByNumber() throws Exception {
        RecordEraseCommand erase = new RecordEraseCommand();
        erase.store = store;
        erase.number = "1";
        assertEquals("2 records erased.\n", Printed.by(erase::print));
        erase.number = "2";
        assertEquals("Nothing is kept of it.\n", Printed.by(erase::print));
        assertEquals(List.of("erase 1 console", "erase 2 console"), asked);
        erase.number = " ";
        assertEquals("A document's number is needed.", refusal(() -> Printed.by(erase::print)));
    }

    /** The console names it after the whole line, and the log shows it. */
    @Test
    void takeTheNumberOutOfTheThreadsName() throws Exception {
        Thread thread = Thread.currentThread();
        String name = thread.getName();
        try {
            thread.setName("pipe-idrelay:record-find 4711");
            RecordFindCommand find = new RecordFindCommand();
            find.store = store;
            find.number = "4711";
            Printed.by(find::print);
            assertEquals("pipe-idrelay:record-find …", thread.getName());
        } finally {
            thread.setName(name);
        }
    }

    @Test
    void exportToAFileOfThisUserOnly() throws Exception {
        Path file = folder.resolve("record.json");
        RecordExportCommand export = export(ID.toString(), file);
        assertTrue(as("li", () -> Printed.by(export::print)).startsWith("Written to " + file));
        assertEquals("{}", Files.readString(file));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(file + " is there already.", refusal(() -> Printed.by(export::print)));
        assertEquals(List.of("export li"), asked);
    }

    @Test
    void leaveNoFileWithoutARecord() {
        Path file = folder.resolve("record.json");
        assertEquals(
                "STORE_NOTHING: no record has this id. Check the number; it may have been erased.",
                refusal(() -> Printed.by(export(new UUID(0, 2).toString(), file)::print)));
        assertEquals(
                "7 is no id of a record. See idrelay:record-find.",
                refusal(() -> Printed.by(export("7", file)::print)));
        assertFalse(Files.exists(file));
    }

    @Test
    void sayHowToKeepRecordsWhereNoneAreKept() {
        String message = "This container keeps no records. To keep them: feature:install idrelay-records,"
                + " then set database in etc/org.idrelay.records.cfg";
        assertEquals(message, refusal(() -> Printed.by(new RecordStatusCommand()::print)));
        assertEquals(message, refusal(() -> Printed.by(new RecordPurgeCommand()::print)));
    }

    private RecordExportCommand export(String id, Path file) {
        RecordExportCommand export = new RecordExportCommand();
        export.store = store;
        export.id = id;
        export.file = file.toString();
        return export;
    }

    /** A console at which an operator types a number and must not see it. */
    private static Session session(String typed) {
        return (Session) Proxy.newProxyInstance(
                RecordCommandsTest.class.getClassLoader(),
                new Class<?>[] {Session.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "get" -> "a name that anybody may set";
                    case "readLine" -> Character.valueOf('\0').equals(arguments[1]) ? typed : "shown";
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    /** As Karaf runs commands of who is logged in. */
    private static String as(String user, PrivilegedExceptionAction<String> command) throws PrivilegedActionException {
        Subject subject = new Subject();
        subject.getPrincipals().add(new UserPrincipal(user));
        return Subject.doAs(subject, command);
    }

    private static String refusal(Executable command) {
        return String.valueOf(assertThrows(CommandException.class, command).getMessage());
    }
}
