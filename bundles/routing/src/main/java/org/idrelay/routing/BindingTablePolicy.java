package org.idrelay.routing;

import java.util.List;
import java.util.Optional;
import org.idrelay.api.routing.RoutingDecision;
import org.idrelay.api.routing.RoutingPolicy;
import org.idrelay.api.routing.RoutingRequest;
import org.idrelay.api.routing.VerifierStatus;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Policy {@code table}: only the verifiers that the stored table binds to this terminal or reader, the least recently used
 * first. Safe on any thread.
 */
@Component(configurationPid = TableConfig.PID)
@Designate(ocd = TableConfig.class)
public final class BindingTablePolicy implements RoutingPolicy {

    private final TableReport report = new TableReport();
    private volatile BindingTable table;

    @Activate
    public BindingTablePolicy(TableConfig config) {
        this(config.bindings());
    }

    /** With the table as text, see {@code etc/org.idrelay.routing.table.cfg}. */
    public BindingTablePolicy(String bindings) {
        table = BindingTable.parse(bindings);
    }

    /** An edited table takes the old one's place while the service stays: no request falls into a gap. */
    @Modified
    void modified(TableConfig config) {
        replace(config.bindings());
    }

    void replace(String bindings) {
        table = BindingTable.parse(bindings);
    }

    @Override
    public String name() {
        return "table";
    }

    @Override
    public String reason(RoutingRequest request, String verifier) {
        return table.reason(request);
    }

    @Override
    public RoutingDecision decide(RoutingRequest request, List<VerifierStatus> verifiers) {
        BindingTable current = table;
        report.compare(current, verifiers);
        return Choice.of(
                request, verifiers, verifier -> objection(current, request, verifier), Choice.LEAST_RECENTLY_USED);
    }

    private static Optional<String> objection(BindingTable table, RoutingRequest request, VerifierStatus verifier) {
        if (!table.lists(verifier.name())) {
            return Optional.of("has no line in the table");
        }
        return table.serves(verifier.name(), request) ? Optional.empty() : Optional.of("is bound to others");
    }
}
