package org.idrelay.shell;

import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.apache.karaf.shell.support.table.ShellTable;
import org.idrelay.api.verifier.Capability;
import org.idrelay.operations.HostOperations;
import org.idrelay.operations.HostOperations.HostedVerifier;
import org.idrelay.operations.ServerOperations;
import org.idrelay.operations.ServerOperations.VerifierInfo;
import org.jspecify.annotations.Nullable;

/** Lists verifiers: the server's pool, or where there is no server those of the verifier host. */
@Service
@Command(
        scope = "idrelay",
        name = "verifier-list",
        description = "Lists the verifiers that this server leases; without a server, those of this verifier host")
public final class VerifierListCommand implements Action {

    @Reference(optional = true)
    @Nullable
    ServerOperations server;

    @Reference(optional = true)
    @Nullable
    HostOperations host;

    @Override
    public @Nullable Object execute() throws CommandException {
        print(System.out);
        return null;
    }

    void print(PrintStream out) throws CommandException {
        if (server != null) {
            printPool(server.verifiers(), out);
        } else {
            printHosted(Feature.VERIFIER_HOST.needed(host), out);
        }
    }

    private static void printPool(List<VerifierInfo> verifiers, PrintStream out) {
        ShellTable table = new ShellTable().emptyTableText("No verifier host has announced a verifier.");
        for (String column : List.of(
                "Verifier", "Host", "State", "Reads what", "Term", "Session", "Reads", "Failures", "Last error")) {
            table.column(column);
        }
        verifiers.stream()
                .sorted(Comparator.comparing(VerifierInfo::name))
                .forEach(verifier -> table.addRow()
                        .addContent(
                                verifier.name(),
                                verifier.host(),
                                verifier.state(),
                                words(verifier.capabilities()),
                                verifier.term(),
                                words(verifier.session()),
                                verifier.tally().reads(),
                                verifier.tally().failures(),
                                verifier.tally().lastError()));
        table.print(out);
    }

    private static void printHosted(HostOperations host, PrintStream out) {
        out.println(host.server()
                .map(server -> "Verifier host %s serves %s.".formatted(host.host(), server))
                .orElse("Verifier host %s serves no server at present.".formatted(host.host())));
        ShellTable table = new ShellTable().emptyTableText("No verifier is registered here.");
        for (String column : List.of("Verifier", "State", "Reads what", "Term", "Session", "Last error")) {
            table.column(column);
        }
        host.verifiers().stream()
                .sorted(Comparator.comparing(HostedVerifier::name))
                .forEach(verifier -> table.addRow()
                        .addContent(
                                verifier.name(),
                                verifier.state(),
                                words(verifier.capabilities()),
                                verifier.term(),
                                words(verifier.session()),
                                verifier.lastError()));
        table.print(out);
    }

    private static String words(Set<Capability> capabilities) {
        return String.join(
                ", ", capabilities.stream().sorted().map(Capability::name).toList());
    }

    private static String words(Optional<UUID> session) {
        return session.map(UUID::toString).orElse("");
    }
}
