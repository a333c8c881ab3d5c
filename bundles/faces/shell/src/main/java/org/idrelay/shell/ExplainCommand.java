package org.idrelay.shell;

import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.apache.karaf.shell.support.table.ShellTable;
import org.idrelay.api.routing.Verdict;
import org.idrelay.api.routing.Verdict.Chance;
import org.idrelay.operations.ServerOperations;
import org.idrelay.operations.ServerOperations.Explanation;
import org.jspecify.annotations.Nullable;

/** Prints what the routing policy would decide for a terminal now, and why. */
@Service
@Command(scope = "idrelay", name = "explain", description = "Explains which verifier a terminal would get now, and why")
public final class ExplainCommand implements Action {

    @Reference(optional = true)
    @Nullable
    ServerOperations server;

    @Argument(name = "terminal", description = "The terminal's identity; it need not be connected", required = true)
    @Completion(TerminalCompleter.class)
    String terminal = "";

    @Option(name = "--reader", description = "The reader's name, where the stored table names readers")
    @Completion(ReaderCompleter.class)
    @Nullable
    String reader;

    @Override
    public @Nullable Object execute() throws CommandException {
        print(System.out);
        return null;
    }

    void print(PrintStream out) throws CommandException {
        Explanation explanation = Feature.SERVER.needed(server).explain(terminal, reader == null ? "" : reader);
        out.println("Policy %s: %s".formatted(explanation.policy(), outcome(explanation)));
        ShellTable table = new ShellTable().emptyTableText("The server knows no verifier.");
        for (String column : List.of("Verifier", "Place", "Why")) {
            table.column(column);
        }
        int place = 0;
        for (Verdict candidate : explanation.verdicts(Chance.NOW)) {
            place++;
            table.addRow().addContent(candidate.verifier(), place, candidate.reason());
        }
        for (Verdict passed : explanation.verdicts()) {
            switch (passed.chance()) {
                case NOW -> {}
                case LATER -> table.addRow().addContent(passed.verifier(), "", passed.reason() + " (at present)");
                case NEVER -> table.addRow().addContent(passed.verifier(), "", passed.reason());
            }
        }
        table.print(out);
    }

    private String outcome(Explanation explanation) {
        List<Verdict> candidates = explanation.verdicts(Chance.NOW);
        if (!candidates.isEmpty()) {
            return "%s would get %s.".formatted(terminal, candidates.get(0).verifier());
        }
        return explanation.verdicts(Chance.LATER).isEmpty()
                ? terminal + " would be refused: no verifier may ever serve it."
                : terminal + " would wait in the queue.";
    }
}
