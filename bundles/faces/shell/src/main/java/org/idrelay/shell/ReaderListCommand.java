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
import org.idrelay.api.FailureCode;
import org.idrelay.operations.reading.CardReading;
import org.idrelay.operations.reading.ReaderStatus;
import org.jspecify.annotations.Nullable;

/** Lists the readers of this container's terminal. */
@Service
@Command(scope = "idrelay", name = "reader-list", description = "Lists the readers of this container's terminal")
public final class ReaderListCommand implements Action {

    @Reference(optional = true)
    @Nullable
    CardReading reading;

    @Override
    public @Nullable Object execute() throws CommandException {
        print(System.out);
        return null;
    }

    void print(PrintStream out) throws CommandException {
        CardReading terminal = Feature.TERMINAL.needed(reading);
        out.println("Terminal " + terminal.terminal());
        ShellTable table = new ShellTable().emptyTableText("No reader is registered here.");
        for (String column :
                List.of("Reader", "Driver", "State", "Card", "Polls a minute", "Reads", "Failures", "Last failure")) {
            table.column(column);
        }
        terminal.readers().stream()
                .sorted(Comparator.comparing(ReaderStatus::name))
                .forEach(reader -> table.addRow()
                        .addContent(
                                reader.name(),
                                reader.driver(),
                                reader.state(),
                                reader.cardPresent() ? "present" : "",
                                reader.polling().perMinute(),
                                reader.tally().reads(),
                                reader.tally().failures(),
                                reader.tally()
                                        .lastFailure()
                                        .map(FailureCode::name)
                                        .orElse("")));
        table.print(out);
    }
}
