package org.idrelay.shell;

import java.io.PrintStream;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.idrelay.operations.ServerOperations;
import org.jspecify.annotations.Nullable;

/** Lets a terminal or a verifier host come back that was frozen. */
@Service
@Command(scope = "idrelay", name = "unfreeze", description = "Lets a frozen terminal or verifier host come back")
public final class UnfreezeCommand implements Action {

    @Reference(optional = true)
    @Nullable
    ServerOperations server;

    @Argument(index = 0, name = "kind", description = "terminal or host", required = true)
    @Completion(
            value = StringsCompleter.class,
            values = {"terminal", "host"})
    String kind = "";

    @Argument(index = 1, name = "identity", description = "The peer's identity", required = true)
    @Completion(PeerCompleter.class)
    String identity = "";

    @Override
    public @Nullable Object execute() throws CommandException {
        print(System.out);
        return null;
    }

    void print(PrintStream out) throws CommandException {
        ServerOperations operations = Feature.SERVER.needed(server);
        Peer peer = Peer.of(kind, identity);
        boolean changed = Peer.changed(() -> operations.unfreeze(peer.kind(), identity));
        out.println(changed ? peer + " is not frozen any more; it comes back by itself." : peer + " was not frozen.");
    }
}
