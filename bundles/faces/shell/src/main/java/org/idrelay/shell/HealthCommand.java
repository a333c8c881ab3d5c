package org.idrelay.shell;

import java.io.PrintStream;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.apache.karaf.shell.support.table.ShellTable;
import org.idrelay.operations.MonitoringOperations;
import org.idrelay.operations.MonitoringOperations.Health;
import org.jspecify.annotations.Nullable;

/** Shows what the health checks of this container say. */
@Service
@Command(
        scope = "idrelay",
        name = "health",
        description = "Shows whether this container serves reads now, and what its checks say")
public final class HealthCommand implements Action {

    @Reference(optional = true)
    @Nullable
    MonitoringOperations monitoring;

    @Override
    public @Nullable Object execute() throws CommandException {
        print(System.out);
        return null;
    }

    void print(PrintStream out) throws CommandException {
        Health health = Feature.MONITORING.needed(monitoring).ready();
        ShellTable table = new ShellTable();
        table.column("Check");
        table.column("Status");
        table.column("Reasons");
        health.checks()
                .forEach(check ->
                        table.addRow().addContent(check.name(), check.status(), String.join("; ", check.reasons())));
        table.print(out);
        out.println(health.ok() ? "Ready: reads are served here." : "Not ready: no reads are served here now.");
    }
}
