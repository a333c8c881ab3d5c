package org.idrelay.shell;

import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.apache.karaf.shell.support.table.ShellTable;
import org.idrelay.operations.ServerOperations;
import org.idrelay.operations.ServerOperations.TerminalInfo;
import org.jspecify.annotations.Nullable;

/** Lists the terminals with a live link to this server. */
@Service
@Command(
        scope = "idrelay",
        name = "terminal-list",
        description = "Lists the terminals that are connected to this server")
public final class TerminalListCommand implements Action {

    @Reference(optional = true)
    @Nullable
    ServerOperations server;

    @Override
    public @Nullable Object execute() throws CommandException {
        print(System.out);
        return null;
    }

    void print(PrintStream out) throws CommandException {
        ShellTable table = new ShellTable().emptyTableText("No terminal is connected.");
        for (String column : List.of("Terminal", "Address", "Readers", "Sessions", "Reads", "Failures")) {
            table.column(column);
        }
        Feature.SERVER.needed(server).terminals().stream()
                .sorted(Comparator.comparing(TerminalInfo::identity))
                .forEach(terminal -> table.addRow()
                        .addContent(
                                terminal.identity(),
                                terminal.address(),
                                String.join(", ", new TreeSet<>(terminal.readers())),
                                terminal.sessions(),
                                terminal.reads(),
                                terminal.failures()));
        table.print(out);
    }
}
