package org.idrelay.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.idrelay.api.FailureCode;
import org.idrelay.api.verifier.Capability;
import org.idrelay.api.verifier.VerifierState;
import org.idrelay.operations.ServerOperations;

/** A server with two verifiers, a terminal in a session, and a frozen one; it remembers what it was told. */
final class FakeServerOperations implements ServerOperations {

    final List<String> told = Collections.synchronizedList(new ArrayList<>());

    private static final UUID SESSION = new UUID(1, 2);

    @Override
    public List<VerifierInfo> verifiers() {
        Set<Capability> capabilities = Set.of(Capability.TEXT_PHOTO);
        return List.of(
                new VerifierInfo(
                        "sam-1",
                        "host-1",
                        VerifierState.LEASED,
                        capabilities,
                        7,
                        Optional.of(SESSION),
                        new Tally(6, 1, "")),
                new VerifierInfo(
                        "sam-2",
                        "host-1",
                        VerifierState.QUARANTINED,
                        capabilities,
                        3,
                        Optional.empty(),
                        new Tally(2, 1, "SAM state 60")));
    }

    @Override
    public List<TerminalInfo> terminals() {
        return List.of(new TerminalInfo("t-01", "127.0.0.1:5000", Set.of("reader-1"), 1, 8, 2));
    }

    @Override
    public List<SessionInfo> sessions() {
        return List.of(new SessionInfo(SESSION, "t-01", "reader-1", "RELAYING", Optional.of("sam-1"), 7, 321));
    }

    @Override
    public FiguresInfo figures() {
        return new FiguresInfo(
                List.of(new Minute(3, 0), new Minute(5, 2)),
                List.of(new PhaseTimes(Phase.FIND, 8, 12, 40)),
                List.of(),
                List.of(new FailureCount(FailureCode.CARD_GONE, 2, 1500)),
                0,
                8,
                2);
    }

    @Override
    public Explanation explain(String terminal, String reader) {
        return new Explanation("idle", List.of());
    }

    @Override
    public boolean freeze(Kind kind, String identity) {
        return change("freeze", kind, identity);
    }

    @Override
    public boolean unfreeze(Kind kind, String identity) {
        return change("unfreeze", kind, identity);
    }

    @Override
    public AdmissionInfo admission() {
        return new AdmissionInfo(
                0,
                0,
                List.of(
                        new IdentityInfo(Kind.TERMINAL, "t-01", true, true, false, 8),
                        new IdentityInfo(Kind.TERMINAL, "t-02", false, true, true, 0),
                        new IdentityInfo(Kind.HOST, "host-1", true, true, false, 0)));
    }

    private boolean change(String what, Kind kind, String identity) {
        if (identity.equals("no name")) {
            throw new IllegalArgumentException("no name");
        }
        told.add(what + " " + kind + " " + identity);
        if (identity.equals("full-disk")) {
            throw new UncheckedIOException(new IOException("on demand"));
        }
        return true;
    }
}
