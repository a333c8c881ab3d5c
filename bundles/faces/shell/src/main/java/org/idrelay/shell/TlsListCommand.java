package org.idrelay.shell;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.idrelay.operations.LinkOperations;
import org.idrelay.operations.LinkOperations.CertificateInfo;
import org.idrelay.operations.LinkOperations.LinkInfo;
import org.jspecify.annotations.Nullable;

/** Lists who is at the other end of each link, and what this container proves its own identity with. */
@Service
@Command(
        scope = "idrelay",
        name = "tls-list",
        description =
                "Lists live links with the peer's identity, TLS suite and certificate's end; and our own certificates")
public final class TlsListCommand implements Action {

    @Reference
    @Nullable
    LinkOperations links;

    @Override
    public @Nullable Object execute() {
        if (links != null) {
            print(links, System.out, Instant.now());
        }
        return null;
    }

    static void print(LinkOperations links, PrintStream out, Instant now) {
        ShellTable table = new ShellTable().emptyTableText("No link is open.");
        for (String column : List.of("Link", "Peer", "Identity", "Address", "TLS", "Certificate ends")) {
            table.column(column);
        }
        links.links().stream()
                .sorted(Comparator.comparing(LinkInfo::endpoint).thenComparing(LinkInfo::identity))
                .forEach(link -> table.addRow()
                        .addContent(
                                link.endpoint(),
                                link.role(),
                                link.identity(),
                                link.address(),
                                link.protection().isEmpty() ? "none" : link.protection(),
                                end(link.certificateEnds(), now)));
        table.print(out);
        out.println();
        ShellTable own = new ShellTable().emptyTableText("This container has no certificate.");
        for (String column : List.of("Own certificate", "Signed with", "Ends")) {
            own.column(column);
        }
        links.certificates().stream()
                .sorted(Comparator.comparing(CertificateInfo::name).thenComparing(CertificateInfo::algorithm))
                .forEach(certificate -> own.addRow()
                        .addContent(
                                certificate.name(),
                                certificate.algorithm(),
                                end(Optional.of(certificate.ends()), now)));
        own.print(out);
        if (links.serverSharesHost()) {
            out.println();
            out.println("Server and verifier host share this process: card data is not sealed from the server.");
        }
    }

    private static String end(Optional<Instant> end, Instant now) {
        return end.map(instant -> instant.isBefore(now)
                        ? "ended " + instant
                        : "in %d days".formatted(Duration.between(now, instant).toDays()))
                .orElse("-");
    }
}
