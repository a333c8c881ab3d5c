package org.idrelay.records;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.idrelay.api.FailureCode;
import org.idrelay.operations.StoreException;
import org.idrelay.operations.audit.AuditEntry;
import org.idrelay.operations.audit.AuditTrail;

/** Writes to the audit trail if there is one; while that refuses, nothing is shown or erased. Any thread. */
final class StoreAudit {

    private final AtomicReference<AuditTrail> trail = new AtomicReference<>();

    void use(AuditTrail added) {
        trail.set(added);
    }

    void release(AuditTrail gone) {
        trail.compareAndSet(gone, null);
    }

    void write(AuditEntry entry) throws StoreException {
        AuditTrail there = trail.get();
        if (there != null) {
            try {
                there.write(entry);
            } catch (IOException e) {
                throw new StoreException(FailureCode.AUDIT_FAILED, "the audit trail refuses", e);
            }
        }
    }
}
