package org.idrelay.shell;

import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.CommandException;
import org.apache.karaf.shell.support.table.ShellTable;
import org.idrelay.operations.RecordOperations;
import org.idrelay.operations.RecordOperations.StoredRecord;
import org.jspecify.annotations.Nullable;

/** Lists what is kept of a document, without what it says. */
@Service
@Command(scope = "idrelay", name = "record-find", description = "Lists the kept records of a document, newest first")
public final class RecordFindCommand implements Action {

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
        ShellTable table = new ShellTable().emptyTableText("Nothing is kept of it.");
        for (String column : List.of("Id", "Document", "Read", "Terminal", "Reader", "Photo", "Fingerprints")) {
            table.column(column);
        }
        for (StoredRecord record : RecordAccess.ask(store, records -> records.find(sought, RecordAccess.who()))) {
            table.addRow()
                    .addContent(
                            record.id(),
                            record.type(),
                            record.read(),
                            record.terminal(),
                            record.reader(),
                            record.photo() ? "yes" : "no",
                            record.fingerprints() ? "yes" : "no");
        }
        table.print(out);
    }
}
