package org.idrelay.shell;

import java.io.PrintStream;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.CommandException;
import org.idrelay.operations.RecordOperations;
import org.jspecify.annotations.Nullable;

/** Erases what is kept of a document. */
@Service
@Command(scope = "idrelay", name = "record-erase", description = "Erases all records of a document, for good")
public final class RecordEraseCommand implements Action {

    @Reference(optional = true)
    @Nullable
    RecordOperations store;

    @Reference
    @Nullable
    Session session;

    @Argument(
            name = "number",
            description =
                    "The document's number; asked for without showing it if left out. As an argument it stays in the history")
    @Nullable
    String number;

    @Override
    public @Nullable Object execute() throws CommandException {
        print(System.out);
        return null;
    }

    void print(PrintStream out) throws CommandException {
        String sought = RecordAccess.number(number, session);
        int erased = RecordAccess.ask(store, records -> records.erase(sought, RecordAccess.who()));
        out.println(erased == 0 ? "Nothing is kept of it." : "%d records erased.".formatted(erased));
    }
}
