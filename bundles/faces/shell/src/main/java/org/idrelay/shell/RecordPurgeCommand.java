package org.idrelay.shell;

import java.io.PrintStream;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.idrelay.operations.RecordOperations;
import org.jspecify.annotations.Nullable;

/** Erases what is too old now. */
@Service
@Command(
        scope = "idrelay",
        name = "record-purge",
        description = "Erases the records whose time is over, as the store does by itself")
public final class RecordPurgeCommand implements Action {

    @Reference(optional = true)
    @Nullable
    RecordOperations store;

    @Override
    public @Nullable Object execute() throws CommandException {
        print(System.out);
        return null;
    }

    void print(PrintStream out) throws CommandException {
        out.println("%d records erased.".formatted(RecordAccess.ask(store, RecordOperations::purge)));
    }
}
