package org.idrelay.shell;

import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.apache.karaf.shell.support.table.ShellTable;
import org.idrelay.operations.ServerOperations;
import org.idrelay.operations.ServerOperations.AdmissionInfo;
import org.idrelay.operations.ServerOperations.IdentityInfo;
import org.idrelay.operations.ServerOperations.Kind;
import org.jspecify.annotations.Nullable;

/** Lists who is let in, who is shut out, and how much each terminal reads. */
@Service
@Command(
        scope = "idrelay",
        name = "admission",
        description =
                "Lists terminals and verifier hosts: connected or not, let in, refused or frozen, reads in the window")
public final class AdmissionCommand implements Action {

    @Reference(optional = true)
    @Nullable
    ServerOperations server;

    @Override
    public @Nullable Object execute() throws CommandException {
        print(System.out);
        return null;
    }

    void print(PrintStream out) throws CommandException {
        AdmissionInfo admission = Feature.SERVER.needed(server).admission();
        out.println(
                admission.terminalReads() == 0
                        ? "A terminal may read as often as it likes."
                        : "A terminal may begin %d reads in %d ms."
                                .formatted(admission.terminalReads(), admission.terminalWindowMillis()));
        ShellTable table = new ShellTable().emptyTableText("Nobody is connected, frozen or named in an allow list.");
        for (String column : List.of("Kind", "Identity", "Link", "Admission", "Reads")) {
            table.column(column);
        }
        for (IdentityInfo peer : admission.identities()) {
            boolean counted = peer.kind() == Kind.TERMINAL && admission.terminalReads() > 0;
            table.addRow()
                    .addContent(
                            Peer.word(peer.kind()),
                            peer.identity(),
                            peer.connected() ? "open" : "none",
                            verdict(peer),
                            counted ? peer.reads() : "");
        }
        table.print(out);
    }

    private static String verdict(IdentityInfo peer) {
        if (peer.frozen()) {
            return "frozen";
        }
        return peer.allowed() ? "let in" : "refused";
    }
}
