package org.idrelay.server;

import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.idrelay.api.routing.RoutingRequest;
import org.idrelay.api.verifier.Capability;
import org.idrelay.link.RoleLoop;
import org.idrelay.operations.ServerOperations;
import org.idrelay.wire.Names;

/** Answers operators from the event loop. Callable on any other thread. */
final class RelayOperations implements ServerOperations {

    private final RoleLoop loop;
    private final Relay relay;
    private final Leasing leasing;
    private final TerminalLinks terminals;
    private final HostLinks hosts;
    private final Admission admission;
    private final AdmissionRules rules;

    RelayOperations(
            RoleLoop loop,
            Relay relay,
            Leasing leasing,
            TerminalLinks terminals,
            HostLinks hosts,
            Admission admission,
            AdmissionRules rules) {
        this.loop = loop;
        this.relay = relay;
        this.leasing = leasing;
        this.terminals = terminals;
        this.hosts = hosts;
        this.admission = admission;
        this.rules = rules;
    }

    @Override
    public List<VerifierInfo> verifiers() {
        return loop.ask(leasing.pool()::infos, List.of());
    }

    @Override
    public List<TerminalInfo> terminals() {
        return loop.ask(terminals::infos, List.of());
    }

    @Override
    public List<SessionInfo> sessions() {
        return loop.ask(relay::sessionInfos, List.of());
    }

    @Override
    public FiguresInfo figures() {
        return loop.ask(relay::figures, new FiguresInfo(List.of(), List.of(), List.of(), List.of(), 0, 0, 0));
    }

    @Override
    public boolean freeze(Kind kind, String identity) {
        Names.check("identity", identity);
        return inForce(current -> current.freezing(kind, identity));
    }

    @Override
    public boolean unfreeze(Kind kind, String identity) {
        Names.check("identity", identity);
        return inForce(current -> current.unfreezing(kind, identity));
    }

    @Override
    public AdmissionInfo admission() {
        return loop.ask(
                () -> admission.info(terminals.identities(), hosts.identities()), new AdmissionInfo(0, 0, List.of()));
    }

    @Override
    public Explanation explain(String terminal, String reader) {
        RoutingRequest request = new RoutingRequest(terminal, reader, Set.of(Capability.TEXT_PHOTO));
        return loop.ask(() -> leasing.explain(request), leasing.unexplained());
    }

    /** Returns when the event loop is through with it. */
    private boolean inForce(UnaryOperator<AdmissionSettings> change) {
        try {
            return rules.change(change);
        } finally {
            loop.ask(() -> true, false);
        }
    }
}
