package org.idrelay.routing;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.idrelay.api.routing.RoutingDecision;
import org.idrelay.api.routing.RoutingPolicy;
import org.idrelay.api.routing.RoutingRequest;
import org.idrelay.api.routing.VerifierStatus;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;

/**
 * Policy {@code table-idle}: the verifiers that the stored table binds to this terminal or reader; if none of them is
 * idle, any other that is. Safe on any thread. (The one {@code @Designate} of the shared PID is {@link BindingTablePolicy}'s.)
 */
@Component(configurationPid = TableConfig.PID)
public final class TableIdlePolicy implements RoutingPolicy {

    private final TableReport report = new TableReport();
    private volatile BindingTable table;

    @Activate
    public TableIdlePolicy(TableConfig config) {
        this(config.bindings());
    }

    /** With the table as text, see {@code etc/org.idrelay.routing.table.cfg}. */
    public TableIdlePolicy(String bindings) {
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
        return "table-idle";
    }

    @Override
    public String reason(RoutingRequest request, String verifier) {
        BindingTable current = table;
        return current.serves(verifier, request) ? current.reason(request) : IdlePolicy.REASON;
    }

    @Override
    public RoutingDecision decide(RoutingRequest request, List<VerifierStatus> verifiers) {
        BindingTable current = table;
        report.compare(current, verifiers);
        Comparator<VerifierStatus> boundFirst =
                Comparator.comparing(verifier -> !current.serves(verifier.name(), request));
        return Choice.of(
                request, verifiers, verifier -> Optional.empty(), boundFirst.thenComparing(Choice.LEAST_RECENTLY_USED));
    }
}
