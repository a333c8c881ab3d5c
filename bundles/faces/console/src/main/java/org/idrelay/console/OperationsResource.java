package org.idrelay.console;

import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.servlet.Servlet;
import org.idrelay.operations.ServerOperations;
import org.idrelay.operations.ServerOperations.FailureCount;
import org.idrelay.operations.ServerOperations.FiguresInfo;
import org.idrelay.operations.ServerOperations.IdentityInfo;
import org.idrelay.operations.ServerOperations.Kind;
import org.idrelay.operations.ServerOperations.SessionInfo;
import org.idrelay.operations.ServerOperations.TerminalInfo;
import org.idrelay.operations.ServerOperations.VerifierInfo;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.FieldOption;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardContextSelect;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletName;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** How this container's server runs, for viewers; freezing and unfreezing, for operators. Nothing here is of a record. */
@Component(service = Servlet.class)
@HttpWhiteboardContextSelect(ConsoleContext.SELECT)
@HttpWhiteboardServletName("OperationsResource")
@HttpWhiteboardServletPattern({
    OperationsResource.VERIFIERS,
    OperationsResource.SESSIONS,
    OperationsResource.FIGURES,
    OperationsResource.TERMINALS,
    OperationsResource.TERMINALS + "/*",
    OperationsResource.HOSTS,
    OperationsResource.HOSTS + "/*"
})
public final class OperationsResource extends Resource {

    static final String VERIFIERS = "/api/v1/verifiers";
    static final String SESSIONS = "/api/v1/sessions";
    static final String FIGURES = "/api/v1/figures";
    static final String TERMINALS = "/api/v1/terminals";
    static final String HOSTS = "/api/v1/hosts";

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            fieldOption = FieldOption.REPLACE)
    private volatile @Nullable ServerOperations server;

    @Activate
    public OperationsResource() {}

    OperationsResource(ServerOperations server) {
        this.server = server;
    }

    @Override
    Object get(Call call) throws Refusal {
        call.user(UserRole.VIEWER);
        if (!call.path().isEmpty()) {
            throw new Refusal(Reason.NOT_FOUND);
        }
        ServerOperations here = here();
        return switch (call.request().getServletPath()) {
            case VERIFIERS -> list(here.verifiers(), OperationsResource::values);
            case SESSIONS -> list(here.sessions(), OperationsResource::values);
            case FIGURES -> values(here.figures());
            case TERMINALS -> terminals(here);
            case HOSTS -> list(identities(here, Kind.HOST), OperationsResource::values);
            default -> throw new Refusal(Reason.NOT_FOUND);
        };
    }

    @Override
    Object post(Call call) throws Refusal {
        call.user(UserRole.OPERATOR);
        Kind kind =
                switch (call.request().getServletPath()) {
                    case TERMINALS -> Kind.TERMINAL;
                    case HOSTS -> Kind.HOST;
                    default -> throw new Refusal(Reason.METHOD_UNKNOWN);
                };
        List<String> path = call.path();
        if (path.size() != 2) {
            throw new Refusal(Reason.NOT_FOUND);
        }
        try {
            switch (path.get(1)) {
                case "freeze" -> here().freeze(kind, path.get(0));
                case "unfreeze" -> here().unfreeze(kind, path.get(0));
                default -> throw new Refusal(Reason.NOT_FOUND);
            }
        } catch (IllegalArgumentException e) {
            throw new Refusal(Reason.NOT_FOUND);
        } catch (UncheckedIOException e) {
            throw new Refusal(Reason.NOT_KEPT);
        }
        return Map.of();
    }

    private ServerOperations here() throws Refusal {
        ServerOperations here = server;
        if (here == null) {
            throw new Refusal(Reason.SERVER_AWAY);
        }
        return here;
    }

    /** Those with a link, and those that are known without one. */
    private static List<Map<String, Object>> terminals(ServerOperations server) {
        Map<String, TerminalInfo> connected =
                server.terminals().stream().collect(Collectors.toMap(TerminalInfo::identity, Function.identity()));
        return list(identities(server, Kind.TERMINAL), identity -> {
            Map<String, Object> values = values(identity);
            Optional.ofNullable(connected.get(identity.identity())).ifPresent(terminal -> {
                values.put("address", terminal.address());
                values.put("readers", terminal.readers());
                values.put("sessions", terminal.sessions());
                values.put("reads", terminal.reads());
                values.put("failures", terminal.failures());
            });
            return values;
        });
    }

    private static List<IdentityInfo> identities(ServerOperations server, Kind kind) {
        return server.admission().identities().stream()
                .filter(identity -> identity.kind() == kind)
                .toList();
    }

    private static Map<String, Object> values(IdentityInfo identity) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("name", identity.identity());
        values.put("connected", identity.connected());
        values.put("allowed", identity.allowed());
        values.put("frozen", identity.frozen());
        return values;
    }

    private static Map<String, Object> values(VerifierInfo verifier) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("name", verifier.name());
        values.put("host", verifier.host());
        values.put("state", verifier.state());
        values.put("capabilities", verifier.capabilities());
        values.put("term", verifier.term());
        verifier.session().ifPresent(session -> values.put("session", session));
        values.put("reads", verifier.tally().reads());
        values.put("failures", verifier.tally().failures());
        values.put("lastError", verifier.tally().lastError());
        return values;
    }

    private static Map<String, Object> values(SessionInfo session) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("id", session.id());
        values.put("terminal", session.terminal());
        values.put("reader", session.reader());
        values.put("state", session.state());
        session.verifier().ifPresent(verifier -> values.put("verifier", verifier));
        values.put("term", session.term());
        values.put("ageMillis", session.ageMillis());
        return values;
    }

    private static Map<String, Object> values(FiguresInfo figures) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("minutes", figures.minutes());
        values.put("phases", figures.phases());
        values.put("failures", list(figures.failures(), OperationsResource::values));
        values.put("waiting", figures.waiting());
        values.put("reads", figures.reads());
        values.put("failed", figures.failed());
        return values;
    }

    private static Map<String, Object> values(FailureCount failure) {
        Map<String, Object> values = Refusal.values(failure.code());
        values.put("count", failure.count());
        values.put("agoMillis", failure.agoMillis());
        return values;
    }

    private static <T> List<Map<String, Object>> list(List<T> of, Function<T, Map<String, Object>> values) {
        return of.stream().map(values).toList();
    }
}
