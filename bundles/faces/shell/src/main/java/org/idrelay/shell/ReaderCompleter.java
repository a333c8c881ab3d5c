package org.idrelay.shell;

import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.idrelay.operations.reading.CardReading;
import org.idrelay.operations.reading.ReaderStatus;
import org.jspecify.annotations.Nullable;

/** Completes the names of this terminal's readers. */
@Service
public final class ReaderCompleter implements Completer {

    @Reference(optional = true)
    @Nullable
    CardReading reading;

    @Override
    public int complete(@Nullable Session session, CommandLine line, List<String> candidates) {
        List<String> names = reading == null
                ? List.of()
                : reading.readers().stream().map(ReaderStatus::name).toList();
        return new StringsCompleter(names).complete(session, line, candidates);
    }
}
