package org.idrelay.server;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.idrelay.api.routing.RoutingDecision;
import org.idrelay.api.routing.RoutingRequest;
import org.idrelay.api.verifier.Capability;
import org.idrelay.operations.ServerOperations;
import org.idrelay.wire.Names;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Answers operators from the event loop. Callable on any other thread. */
@Component
public final class RelayOperations implements ServerOperations {

    private final RelayServer server;

    @Activate
    public RelayOperations(@Reference RelayServer server) {
        this.server = server;
    }

    @Override
    public List<VerifierInfo> verifiers() {
        return server.loop().ask(() -> server.relay().verifierInfos(), List.of());
    }

    @Override
    public List<TerminalInfo> terminals() {
        return server.loop().ask(server::terminalInfos, List.of());
    }

    @Override
    public List<SessionInfo> sessions() {
        return server.loop().ask(() -> server.relay().sessionInfos(), List.of());
    }

    @Override
    public FiguresInfo figures() {
        return server.loop()
                .ask(
                        () -> server.relay().figures(),
                        new FiguresInfo(List.of(), List.of(), List.of(), List.of(), 0, 0, 0));
    }

    @Override
    public boolean freeze(Kind kind, String identity) {
        Names.check("identity", identity);
        return inForce(rules -> rules.freezing(kind, identity));
    }

    @Override
    public boolean unfreeze(Kind kind, String identity) {
        Names.check("identity", identity);
        return inForce(rules -> rules.unfreezing(kind, identity));
    }

    @Override
    public AdmissionInfo admission() {
        return server.loop().ask(server::admissionInfo, new AdmissionInfo(0, 0, List.of()));
    }

    /** Returns when the event loop is through with it. */
    private boolean inForce(UnaryOperator<AdmissionSettings> change) {
        try {
            return server.rules().change(change);
        } finally {
            server.loop().ask(() -> true, false);
        }
    }

    @Override
    public Explanation explain(String terminal, String reader) {
        RoutingRequest request = new RoutingRequest(terminal, reader, Set.of(Capability.TEXT_PHOTO));
        return server.loop()
                .ask(() -> server.relay().explain(request), Optional.<Explanation>empty())
                .orElseGet(() -> new Explanation(
                        server.settings().policy() + " (missing)", new RoutingDecision(List.of(), List.of())));
    }
}
