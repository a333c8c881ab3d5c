package org.idrelay.shell;

import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.idrelay.operations.ServerOperations;
import org.idrelay.operations.ServerOperations.IdentityInfo;
import org.jspecify.annotations.Nullable;

/** Completes the identities of terminals and verifier hosts that this server knows. */
@Service
public final class PeerCompleter implements Completer {

    @Reference(optional = true)
    @Nullable
    ServerOperations server;

    @Override
    public int complete(@Nullable Session session, CommandLine line, List<String> candidates) {
        List<String> names = server == null
                ? List.of()
                : server.admission().identities().stream()
                        .map(IdentityInfo::identity)
                        .distinct()
                        .toList();
        return new StringsCompleter(names).complete(session, line, candidates);
    }
}
