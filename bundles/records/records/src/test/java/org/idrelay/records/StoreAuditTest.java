package org.idrelay.records;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.idrelay.api.FailureCode;
import org.idrelay.operations.StoreException;
import org.idrelay.operations.audit.AuditCheck;
import org.idrelay.operations.audit.AuditEntry;
import org.idrelay.operations.audit.AuditEntry.Action;
import org.idrelay.operations.audit.AuditTrail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class StoreAuditTest {

    private static final String NUMBER = TestStore.person(0).number();

    @TempDir
    Path folder;

    private final List<AuditEntry> written = new ArrayList<>();
    private boolean refusing;
    private TestStore test;
    private UUID id;

    private final AuditTrail trail = new AuditTrail() {
        @Override
        public void write(AuditEntry entry) throws IOException {
            if (refusing) {
                throw new IOException("full");
            }
            written.add(entry);
        }

        @Override
        public AuditCheck verify() {
            return new AuditCheck(written.size(), "", "");
        }
    };

    @BeforeEach
    void open() throws Exception {
        test = new TestStore(folder);
        test.deliver(TestStore.person(0));
        id = test.store.find(NUMBER, "unseen").get(0).id();
        test.audit.use(trail);
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void isToldOfEverythingThatConcernsAPerson() throws Exception {
        test.store.find(NUMBER, "clerk");
        test.store.export(id, "auditor");
        test.store.erase(NUMBER, "admin");
        test.store.erase(NUMBER, "admin");
        assertEquals(
                List.of(
                        new AuditEntry(Action.LOOK, "clerk", "", "", "", "ok", NUMBER),
                        new AuditEntry(Action.EXPORT, "auditor", "t-01", "reader-1", "", "ok", NUMBER),
                        new AuditEntry(Action.ERASE, "admin", "", "", "", "ok", NUMBER),
                        new AuditEntry(Action.ERASE, "admin", "", "", "", "STORE_NOTHING", NUMBER)),
                written);
    }

    @Test
    void isToldOfAPurgeThatErasedSomething() throws Exception {
        test.store.purge();
        assertEquals(List.of(), written);
        test.now = test.now.plus(TestStore.RETENTION).plusSeconds(1);
        test.store.purge();
        assertEquals(List.of(new AuditEntry(Action.PURGE, "record store", "", "", "", "ok", "")), written);
    }

    @Test
    void nothingIsShownOrErasedWhileTheTrailRefuses() throws Exception {
        refusing = true;
        refused(() -> test.store.find(NUMBER, "clerk"));
        refused(() -> test.store.export(id, "clerk"));
        refused(() -> test.store.erase(NUMBER, "clerk"));
        test.now = test.now.plus(TestStore.RETENTION).plusSeconds(1);
        refused(test.store::purge);
        assertEquals(1, test.store.status().records());
        test.audit.release(trail);
        test.store.export(id, "clerk");
        assertEquals(List.of(), written);
    }

    private static void refused(Executable action) {
        assertEquals(
                FailureCode.AUDIT_FAILED,
                assertThrows(StoreException.class, action).code());
    }
}
