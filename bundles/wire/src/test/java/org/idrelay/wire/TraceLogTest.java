package org.idrelay.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.idrelay.api.Bytes;
import org.idrelay.api.Party;
import org.idrelay.api.trace.TraceEvent;
import org.idrelay.api.trace.TraceEvent.Action;
import org.junit.jupiter.api.Test;

class TraceLogTest {

    private static final Bytes ATQB = Bytes.ofHex("5000000000d103860c008080");

    private final TraceLog terminal = new TraceLog(Party.TERMINAL, "t-01");
    private final TraceLog server = new TraceLog(Party.SERVER, "server-1");

    @Test
    void givesEqualBytesOfASessionTheSameDigestAtEveryParty() {
        Frame confirm = Examples.of("FIND_CONFIRM");
        terminal.exchanged(Examples.SESSION, 0, 2, Action.RECEIVED, Party.CARD, Party.TERMINAL, "ATQB", ATQB, "");
        server.received(confirm, Party.TERMINAL, "");

        assertEquals(
                terminal.events(Examples.SESSION).get(0).digest(),
                server.events(Examples.SESSION).get(0).digest());
    }

    @Test
    void saltsDigestsBySession() {
        UUID other = new UUID(1, 2);
        terminal.decided(Examples.SESSION, 0, 3, "ATQB", ATQB, "");
        terminal.decided(other, 0, 3, "ATQB", ATQB, "");

        assertNotEquals(
                terminal.events(Examples.SESSION).get(0).digest(),
                terminal.events(other).get(0).digest());
    }

    @Test
    void numbersTheStepsThatMessagesAre() {
        Frame request = Examples.of("FIND_REQUEST");
        terminal.sent(request, Party.SERVER, "");
        server.received(request, Party.TERMINAL, "");
        server.sent(request, Party.VERIFIER, "");
        Frame identity = Examples.of("IDENTITY");
        server.received(identity, Party.VERIFIER, "");
        server.sent(identity, Party.TERMINAL, "");
        terminal.received(identity, Party.SERVER, "");

        assertEquals(List.of(4, 28), steps(terminal));
        assertEquals(List.of(5, 5, 26, 27), steps(server));
    }

    @Test
    void forgetsTheOldestSessions() {
        for (int i = 0; i < 1000; i++) {
            terminal.decided(new UUID(1, i), 0, 3, "ATQB", ATQB, "");
        }
        assertEquals(Optional.of(new UUID(1, 999)), terminal.last());
        assertEquals(List.of(), terminal.events(new UUID(1, 0)));
        assertEquals(128, terminal.sessions().size());
        assertEquals(new UUID(1, 872), terminal.sessions().get(127));
    }

    @Test
    void tellsFollowersEachEventUntilTheyLeave() {
        List<TraceEvent> seen = new ArrayList<>();
        try (var following = terminal.follow(seen::add)) {
            assertNotNull(following);
            terminal.decided(Examples.SESSION, 0, 3, "ATQB", ATQB, "");
        }
        terminal.decided(Examples.SESSION, 0, 9, "REQB", ATQB, "");

        assertEquals(terminal.events(Examples.SESSION).subList(0, 1), seen);
    }

    @Test
    void keepsNoContent() {
        terminal.decided(Examples.SESSION, 0, 3, "ATQB", ATQB, "");
        assertFalse(terminal.events(Examples.SESSION).toString().contains("d103"));
    }

    private static List<Integer> steps(TraceLog log) {
        return log.events(Examples.SESSION).stream().map(TraceEvent::step).toList();
    }
}
