package org.idrelay.operations.trace;

import static org.idrelay.api.Party.CARD;
import static org.idrelay.api.Party.SERVER;
import static org.idrelay.api.Party.TERMINAL;
import static org.idrelay.api.Party.VERIFIER;
import static org.idrelay.operations.trace.TraceEvent.Action.DECIDED;
import static org.idrelay.operations.trace.TraceEvent.Action.RECEIVED;
import static org.idrelay.operations.trace.TraceEvent.Action.SENT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.idrelay.api.Party;
import org.idrelay.operations.trace.TraceEvent.Action;
import org.idrelay.operations.trace.TraceEvent.Data;
import org.idrelay.operations.trace.TraceEvent.Passage;
import org.idrelay.operations.trace.TraceEvent.Recorder;
import org.junit.jupiter.api.Test;

class TraceReportTest {

    private static final UUID SESSION = new UUID(1, 2);

    private final Log terminal = new Log(
            TERMINAL,
            List.of(
                    event(TERMINAL, 1, SENT, TERMINAL, CARD, "REQB", 0x0a0a, "4 times, every 300 ms"),
                    event(TERMINAL, 2, RECEIVED, CARD, TERMINAL, "ATQB", 0xbeef, ""),
                    event(TERMINAL, 3, DECIDED, TERMINAL, TERMINAL, "find-confirm data", 0xbeef, ""),
                    event(TERMINAL, 4, SENT, TERMINAL, SERVER, "FIND_REQUEST", -1, "broadcasting stopped"),
                    event(TERMINAL, 25, RECEIVED, SERVER, TERMINAL, "CARD_COMMANDS", 1, ""),
                    event(TERMINAL, 25, SENT, TERMINAL, CARD, "command", 1, ""),
                    event(TERMINAL, 25, RECEIVED, CARD, TERMINAL, "answer", 2, ""),
                    event(TERMINAL, 25, SENT, TERMINAL, SERVER, "CARD_ANSWERS", 3, ""),
                    event(TERMINAL, 25, SENT, TERMINAL, CARD, "command", 1, ""),
                    event(TERMINAL, 25, RECEIVED, CARD, TERMINAL, "answer", 2, "")));

    private final Log server = new Log(
            SERVER,
            List.of(
                    event(SERVER, 5, RECEIVED, TERMINAL, SERVER, "FIND_REQUEST", -1, ""),
                    event(SERVER, 5, DECIDED, SERVER, SERVER, "ROUTE", -1, "sam-2 of 3 by idle"),
                    event(SERVER, 5, SENT, SERVER, VERIFIER, "FIND_REQUEST", -1, "sam-2"),
                    event(SERVER, 0, SENT, SERVER, TERMINAL, "RECEIPT", -1, ""),
                    event(SERVER, 25, RECEIVED, VERIFIER, SERVER, "CARD_COMMANDS", 1, ""),
                    event(SERVER, 25, SENT, SERVER, TERMINAL, "CARD_COMMANDS", 1, ""),
                    event(SERVER, 25, RECEIVED, TERMINAL, SERVER, "CARD_ANSWERS", 1, ""),
                    event(SERVER, 25, SENT, SERVER, VERIFIER, "CARD_ANSWERS", 1, "")));

    @Test
    void hasALineForEachStepInOrder() {
        List<String> lines = new TraceReport(List.of(server, terminal), SESSION).steps();
        assertEquals(
                IntStream.rangeClosed(1, 28).mapToObj("step %02d"::formatted).toList(),
                lines.stream().map(line -> line.substring(0, 7)).toList());
    }

    @Test
    void saysWhoToWhomWhatSizeAndDigest() {
        List<String> lines = new TraceReport(List.of(terminal, server), SESSION).steps();
        assertEquals("step 01 terminal→card REQB 3 #0a0a - 4 times, every 300 ms", spaced(lines.get(0)));
        assertEquals("step 02 card→terminal ATQB 3 #beef -", spaced(lines.get(1)));
        assertEquals("step 03 terminal find-confirm data 3 #beef -", spaced(lines.get(2)));
        assertEquals("step 04 terminal→server FIND_REQUEST 0 - - broadcasting stopped", spaced(lines.get(3)));
        assertEquals("step 05 server→verifier FIND_REQUEST 0 - - sam-2 of 3 by idle; sam-2", spaced(lines.get(4)));
    }

    @Test
    void countsTheExchangesOfStep25AtTheRoleNearestToTheCard() {
        String atTerminal =
                new TraceReport(List.of(terminal, server), SESSION).steps().get(24);
        assertEquals("step 25 verifier↔card card commands ×2 12 - -", spaced(atTerminal));
        String atServer = new TraceReport(List.of(server), SESSION).steps().get(24);
        assertEquals("step 25 verifier↔card card commands ×1 6 - -", spaced(atServer));
    }

    @Test
    void tellsStepsOfAbsentRolesFromStepsNotReached() {
        List<String> lines = new TraceReport(List.of(terminal), SESSION).steps();
        assertEquals("step 05 server→verifier elsewhere", spaced(lines.get(4)));
        assertEquals("step 11 terminal→card not reached", spaced(lines.get(10)));
    }

    @Test
    void mergesTheLogsByStepAndKeepsEachPartysOrder() {
        List<TraceLine> lines = new TraceReport(List.of(server, terminal), SESSION)
                .events().stream().map(TraceLine::parse).toList();
        assertEquals(18, lines.size());
        assertEquals(terminal.events, eventsOf(TERMINAL, lines));
        assertEquals(server.events, eventsOf(SERVER, lines));
        assertEquals("RECEIPT", lines.get(7).event().what());
        assertEquals(3, lines.get(7).index());
    }

    @Test
    void isEmptyForASessionThatNobodyKnows() {
        assertTrue(new TraceReport(List.of(terminal, server), new UUID(3, 4)).isEmpty());
    }

    private static List<TraceEvent> eventsOf(Party party, List<TraceLine> lines) {
        return lines.stream()
                .map(TraceLine::event)
                .filter(event -> event.party() == party)
                .toList();
    }

    private static String spaced(String line) {
        return line.replaceAll(" +", " ");
    }

    private static TraceEvent event(
            Party party, int step, Action action, Party from, Party to, String what, int digest, String note) {
        int size = digest == -1 ? 0 : 3;
        return new TraceEvent(
                SESSION,
                new Recorder(party, "x"),
                step,
                action,
                new Passage(from, to, what, 0, 0),
                new Data(size, digest, TraceEvent.NO_DIGEST),
                note);
    }

    private record Log(Party party, List<TraceEvent> events) implements TraceSource {

        @Override
        public List<TraceEvent> events(UUID session) {
            return session.equals(SESSION) ? events : List.of();
        }

        @Override
        public Optional<UUID> last() {
            return Optional.of(SESSION);
        }

        @Override
        public List<UUID> sessions() {
            return List.of(SESSION);
        }

        @Override
        public Following follow(Consumer<TraceEvent> observer) {
            return () -> {};
        }
    }
}
