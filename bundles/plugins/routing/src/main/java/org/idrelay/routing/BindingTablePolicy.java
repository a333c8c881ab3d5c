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
    public Stream<VerifierStatus> candidates(RoutingRequest request, Fleet fleet) {
        BindingTable current = current(fleet);
        return current.bound(request, fleet)
                .filter(verifier -> verifier.state() == VerifierState.IDLE)
                .filter(verifier -> verifier.meets(request));
    }

    @Override
    public Stream<Verdict> explain(RoutingRequest request, Fleet fleet) {
        BindingTable current = current(fleet);
        return Stream.concat(
                bound(current, request, fleet),
                fleet.all()
                        .filter(verifier -> !current.serves(verifier.name(), request))
                        .map(verifier -> Verdicts.of(request, verifier, objection(current, verifier), "")));
    }

    /** Nobody but those that are bound may ever serve it. */
    @Override
    public boolean waitingHelps(RoutingRequest request, Fleet fleet) {
        return bound(table, request, fleet).anyMatch(verdict -> verdict.chance() == Verdict.Chance.LATER);
    }

    private static Stream<Verdict> bound(BindingTable table, RoutingRequest request, Fleet fleet) {
        return table.bound(request, fleet)
                .map(verifier -> Verdicts.of(request, verifier, Optional.empty(), table.reason(request)));
    }

    private static Optional<String> objection(BindingTable table, VerifierStatus verifier) {
        return Optional.of(table.lists(verifier.name()) ? "is bound to others" : "has no line in the table");
    }

    private BindingTable current(Fleet fleet) {
        BindingTable current = table;
        report.compare(current, fleet);
        return current;
    }
}
