package org.idrelay.shell;

import java.util.List;
import java.util.UUID;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.idrelay.operations.trace.TraceSource;
import org.jspecify.annotations.Nullable;

/** Completes the ids of sessions that some role of this container remembers. */
@Service
public final class SessionCompleter implements Completer {

    @Reference
    List<TraceSource> sources = List.of();

    @Override
    public int complete(@Nullable Session session, CommandLine line, List<String> candidates) {
        List<String> names = TraceCommand.sessions(sources).map(UUID::toString).toList();
        return new StringsCompleter(names).complete(session, line, candidates);
    }
}
