package org.idrelay.shell;

import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.idrelay.operations.trace.TraceReport;
import org.idrelay.operations.trace.TraceSource;
import org.jspecify.annotations.Nullable;

/** Prints a session as the roles of this container recorded it. */
@Service
@Command(
        scope = "idrelay",
        name = "trace",
        description = "Prints the 28 steps of a session as the roles of this container saw them",
        detailedDescription =
                "One line for each step: who to whom, what, how many bytes, and a digest by which equal bytes can be"
                        + " ticked. Steps of roles that are in other containers are marked elsewhere. Never prints card data.")
public final class TraceCommand implements Action {

    @Reference
    List<TraceSource> sources = List.of();

    @Argument(name = "session", description = "The session's id, or how it begins")
    @Completion(SessionCompleter.class)
    @Nullable
    String session;

    @Option(name = "--last", description = "The session that began last")
    boolean last;

    @Option(name = "--events", description = "Every recorded event, one a line, fields separated by tabs")
    boolean events;

    @Override
    public @Nullable Object execute() throws CommandException {
        print(System.out);
        return null;
    }

    void print(PrintStream out) throws CommandException {
        TraceReport report = new TraceReport(sources, chosen());
        List<String> lines = events ? report.events() : report.steps();
        lines.forEach(out::println);
    }

    private UUID chosen() throws CommandException {
        if (last == (session != null)) {
            throw new CommandException("Name a session, or say --last.");
        }
        return session == null ? newest() : beginningWith(session);
    }

    /** The terminal knows a session first, then the server, then the verifier host. */
    private UUID newest() throws CommandException {
        return sources.stream()
                .sorted(Comparator.comparing(TraceSource::party))
                .flatMap(source -> source.last().stream())
                .findFirst()
                .orElseThrow(() -> new CommandException("No session was recorded yet."));
    }

    private UUID beginningWith(String prefix) throws CommandException {
        List<UUID> found =
                sessions(sources).filter(id -> id.toString().startsWith(prefix)).toList();
        return switch (found.size()) {
            case 0 -> throw new CommandException("No role here remembers a session " + prefix + ".");
            case 1 -> found.get(0);
            default ->
                throw new CommandException(
                        "%d sessions begin with %s: add a character.".formatted(found.size(), prefix));
        };
    }

    /** The sessions that some role still remembers. */
    static Stream<UUID> sessions(List<TraceSource> sources) {
        return sources.stream().flatMap(source -> source.sessions().stream()).distinct();
    }
}
