package org.idrelay.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.idrelay.api.Bytes;
import org.idrelay.api.Party;
import org.idrelay.api.verifier.Capability;
import org.idrelay.operations.trace.TraceEvent;
import org.idrelay.operations.trace.TraceEvent.Action;
import org.idrelay.wire.FindConfirm;
import org.idrelay.wire.FindRequest;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Header;
import org.idrelay.wire.Identity;
import org.idrelay.wire.Message;
import org.junit.jupiter.api.Test;

class TraceLogTest {

    private static final UUID SESSION = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
    private static final Bytes ATQB = Bytes.ofHex("5000000000d103860c008080");

    private final TraceLog terminal = new TraceLog(Party.TERMINAL, "t-01");
    private final TraceLog server = new TraceLog(Party.SERVER, "server-1");

    @Test
    void givesEqualBytesOfASessionTheSameDigestAtEveryParty() {
        Frame confirm = frame(new FindConfirm(Bytes.EMPTY, ATQB));
        terminal.exchanged(SESSION, 0, 2, Action.RECEIVED, Party.CARD, Party.TERMINAL, "ATQB", ATQB, "");
        server.received(confirm, Party.TERMINAL, "");

        assertEquals(
                terminal.events(SESSION).get(0).digest(),
                server.events(SESSION).get(0).digest());
    }

    @Test
    void saltsDigestsBySession() {
        UUID other = new UUID(1, 2);
        terminal.decided(SESSION, 0, 3, "ATQB", ATQB, "");
        terminal.decided(other, 0, 3, "ATQB", ATQB, "");

        assertNotEquals(
                terminal.events(SESSION).get(0).digest(),
                terminal.events(other).get(0).digest());
    }

    @Test
    void numbersTheStepsThatMessagesAre() {
        Frame request = frame(new FindRequest(
                "reader-1", 8000, 0, FindRequest.Order.LITERAL, Set.of(Capability.TEXT_PHOTO), Bytes.EMPTY));
        terminal.sent(request, Party.SERVER, "");
        server.received(request, Party.TERMINAL, "");
        server.sent(request, Party.VERIFIER, "");
        Frame identity = frame(new Identity(List.of(ATQB)));
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
            terminal.decided(SESSION, 0, 3, "ATQB", ATQB, "");
        }
        terminal.decided(SESSION, 0, 9, "REQB", ATQB, "");

        assertEquals(terminal.events(SESSION).subList(0, 1), seen);
    }

    @Test
    void keepsNoContent() {
        terminal.decided(SESSION, 0, 3, "ATQB", ATQB, "");
        assertFalse(terminal.events(SESSION).toString().contains("d103"));
    }

    private static Frame frame(Message message) {
        return Frame.of(Header.bare(message.type(), SESSION, 0, Header.NONE).withLease(3, 17), message);
    }

    private static List<Integer> steps(TraceLog log) {
        return log.events(SESSION).stream().map(TraceEvent::step).toList();
    }
}
