package org.idrelay.shell;

import java.io.PrintStream;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.idrelay.operations.RecordOperations;
import org.idrelay.operations.RecordOperations.StoreStatus;
import org.jspecify.annotations.Nullable;

/** Prints how the record store is. */
@Service
@Command(
        scope = "idrelay",
        name = "record-status",
        description = "Shows where records are kept, how many and for how long")
public final class RecordStatusCommand implements Action {

    @Reference(optional = true)
    @Nullable
    RecordOperations store;

    @Override
    public @Nullable Object execute() throws CommandException {
        print(System.out);
        return null;
    }

    void print(PrintStream out) throws CommandException {
        StoreStatus status = RecordAccess.ask(store, RecordOperations::status);
        out.println("Database: %s, schema version %d".formatted(status.database(), status.schemaVersion()));
        out.println("Records: %d, kept for %d days".formatted(status.records(), status.retentionDays()));
    }
}
