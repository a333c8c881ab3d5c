package org.idrelay.shell;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.idrelay.api.Party;
import org.idrelay.operations.trace.TraceEvent;
import org.idrelay.operations.trace.TraceEvent.Action;
import org.idrelay.operations.trace.TraceEvent.Data;
import org.idrelay.operations.trace.TraceEvent.Passage;
import org.idrelay.operations.trace.TraceEvent.Recorder;
import org.idrelay.operations.trace.TraceSource;

/** A role that recorded one event of each of its sessions. */
record FakeTrace(Party party, int step, List<UUID> sessions) implements TraceSource {

    @Override
    public List<TraceEvent> events(UUID session) {
        return sessions.contains(session)
                ? List.of(new TraceEvent(
                        session,
                        new Recorder(party, "x"),
                        step,
                        Action.SENT,
                        new Passage(
                                party, party == Party.TERMINAL ? Party.SERVER : Party.VERIFIER, "FIND_REQUEST", 0, 0),
                        new Data(5, 0xabcd, TraceEvent.NO_DIGEST),
                        "note"))
                : List.of();
    }

    @Override
    public Optional<UUID> last() {
        return sessions.stream().findFirst();
    }

    @Override
    public Following follow(Consumer<TraceEvent> observer) {
        throw new AssertionError("no command follows");
    }
}
