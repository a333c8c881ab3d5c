package org.idrelay.audit;

import java.io.IOException;
import org.idrelay.operations.audit.AuditEntry;
import org.idrelay.operations.audit.AuditEntry.Action;
import org.idrelay.operations.audit.AuditTrail;
import org.idrelay.operations.reading.CardReading;
import org.idrelay.operations.reading.ReadingEvent;
import org.idrelay.operations.reading.ReadingEvent.ReadFailed;
import org.idrelay.operations.reading.ReadingEvent.RecordRead;
import org.idrelay.operations.reading.ReadingListener;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a line for each read that is over. If the line cannot be written the log says so and reading goes on. */
@Component
public final class ReadAudit implements ReadingListener {

    private static final Logger LOG = LoggerFactory.getLogger(ReadAudit.class);
    private static final String GOOD = "ok";

    private final AuditTrail trail;

    /** Asked for only when an event comes: the terminal wants its listeners while it is being made itself. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable ComponentServiceObjects<CardReading> reading;

    @Activate
    public ReadAudit(@Reference AuditTrail trail) {
        this.trail = trail;
    }

    @Override
    public void happened(ReadingEvent event) {
        if (event instanceof RecordRead read) {
            String terminal = read.presence().terminal();
            write(terminal, read.reader(), read.verifier(), GOOD, read.record().number());
        } else if (event instanceof ReadFailed failed && !failed.retrying()) {
            write(terminal(), failed.reader(), failed.verifier(), failed.code().name(), "");
        }
    }

    private String terminal() {
        ComponentServiceObjects<CardReading> known = reading;
        CardReading terminal = known == null ? null : known.getService();
        if (known == null || terminal == null) {
            return "";
        }
        try {
            return terminal.terminal();
        } finally {
            known.ungetService(terminal);
        }
    }

    private void write(String terminal, String reader, long verifier, String outcome, String number) {
        String name = verifier == 0 ? "" : Long.toString(verifier);
        try {
            trail.write(new AuditEntry(Action.READ, terminal, terminal, reader, name, outcome, number));
        } catch (IOException e) {
            LOG.warn("AUDIT_FAILED: a read at {} is not in the audit trail: {}", reader, e.toString());
        }
    }
}
