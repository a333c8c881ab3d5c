package org.idrelay.shell;

import java.util.ArrayList;
import java.util.List;
import org.idrelay.operations.ServerOperations;

/** A server that has nothing to tell; tests say what it does have. */
class FakeServer implements ServerOperations {

    final List<String> asked = new ArrayList<>();

    @Override
    public List<VerifierInfo> verifiers() {
        return List.of();
    }

    @Override
    public List<TerminalInfo> terminals() {
        return List.of();
    }

    @Override
    public List<SessionInfo> sessions() {
        return List.of();
    }

    @Override
    public Explanation explain(String terminal, String reader) {
        asked.add(terminal + "/" + reader);
        return new Explanation("table", List.of());
    }

    /** Everybody is frozen once. */
    @Override
    public boolean freeze(Kind kind, String identity) {
        return !asked.contains("freeze " + kind + " " + identity) && asked.add("freeze " + kind + " " + identity);
    }

    @Override
    public boolean unfreeze(Kind kind, String identity) {
        return asked.remove("freeze " + kind + " " + identity);
    }

    @Override
    public AdmissionInfo admission() {
        return new AdmissionInfo(0, 60_000, List.of());
    }

    @Override
    public FiguresInfo figures() {
        return new FiguresInfo(List.of(), List.of(), List.of(), List.of(), 0, 0, 0);
    }
}
