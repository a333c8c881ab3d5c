package org.idrelay.routing;

import java.util.Optional;
import java.util.stream.Stream;
import org.idrelay.api.routing.Fleet;
import org.idrelay.api.routing.RoutingPolicy;
import org.idrelay.api.routing.RoutingRequest;
import org.idrelay.api.routing.Verdict;
import org.idrelay.api.routing.VerifierStatus;
import org.idrelay.api.verifier.VerifierState;
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
    public Stream<VerifierStatus> candidates(RoutingRequest request, Fleet fleet) {
        BindingTable current = current(fleet);
        return Stream.concat(
                        current.bound(request, fleet).filter(verifier -> verifier.state() == VerifierState.IDLE),
                        fleet.idle().filter(verifier -> !current.serves(verifier.name(), request)))
                .filter(verifier -> verifier.meets(request));
    }

    @Override
    public Stream<Verdict> explain(RoutingRequest request, Fleet fleet) {
        BindingTable current = current(fleet);
        return Stream.concat(
                verdicts(current.bound(request, fleet), request, current.reason(request)),
                verdicts(
                        fleet.all().filter(verifier -> !current.serves(verifier.name(), request)),
                        request,
                        IdlePolicy.REASON));
    }

    private static Stream<Verdict> verdicts(Stream<VerifierStatus> verifiers, RoutingRequest request, String praise) {
        return verifiers.map(verifier -> Verdicts.of(request, verifier, Optional.empty(), praise));
    }

    private BindingTable current(Fleet fleet) {
        BindingTable current = table;
        report.compare(current, fleet);
        return current;
    }
}
