package org.idrelay.shell;

import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.apache.karaf.shell.support.table.ShellTable;
import org.idrelay.operations.ServerOperations;
import org.idrelay.operations.ServerOperations.SessionInfo;
import org.jspecify.annotations.Nullable;

/** Lists this server's sessions under way, the oldest first. */
@Service
@Command(
        scope = "idrelay",
        name = "session-list",
        description = "Lists the sessions under way at this server, the oldest first")
public final class SessionListCommand implements Action {

    @Reference(optional = true)
    @Nullable
    ServerOperations server;

    @Override
    public @Nullable Object execute() throws CommandException {
        print(System.out);
        return null;
    }

    void print(PrintStream out) throws CommandException {
        ShellTable table = new ShellTable().emptyTableText("No session is under way.");
        for (String column : List.of("Session", "Terminal", "Reader", "State", "Verifier", "Term", "Age in ms")) {
            table.column(column);
        }
        Feature.SERVER.needed(server).sessions().stream()
                .sorted(Comparator.comparingLong(SessionInfo::ageMillis).reversed())
                .forEach(session -> table.addRow()
                        .addContent(
                                session.id(),
                                session.terminal(),
                                session.reader(),
                                session.state(),
                                session.verifier().orElse(""),
                                session.term(),
                                session.ageMillis()));
        table.print(out);
    }
}
