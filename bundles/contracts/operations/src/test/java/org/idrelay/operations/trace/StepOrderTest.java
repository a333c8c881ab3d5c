package org.idrelay.operations.trace;

import static org.idrelay.api.Party.CARD;
import static org.idrelay.api.Party.SERVER;
import static org.idrelay.api.Party.TERMINAL;
import static org.idrelay.api.Party.VERIFIER;
import static org.idrelay.operations.trace.TraceEvent.Action.DECIDED;
import static org.idrelay.operations.trace.TraceEvent.Action.RECEIVED;
import static org.idrelay.operations.trace.TraceEvent.Action.SENT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.idrelay.api.Party;
import org.idrelay.operations.trace.TraceEvent.Action;
import org.idrelay.operations.trace.TraceEvent.Data;
import org.idrelay.operations.trace.TraceEvent.Passage;
import org.idrelay.operations.trace.TraceEvent.Recorder;
import org.junit.jupiter.api.Test;

class StepOrderTest {

    private static final UUID SESSION = new UUID(1, 2);

    @Test
    void acceptsARead() {
        assertEquals(List.of(), new StepOrder(read()).violations());
    }

    @Test
    void acceptsThePartiesInAnyOrder() {
        List<List<TraceEvent>> logs = read();
        assertEquals(List.of(), new StepOrder(List.of(logs.get(2), logs.get(0), logs.get(1))).violations());
    }

    @Test
    void missesEveryStepThatNobodyRecorded() {
        for (int step = 1; step <= 28; step++) {
            int missing = step;
            List<List<TraceEvent>> logs = new ArrayList<>();
            for (List<TraceEvent> log : read()) {
                logs.add(log.stream().filter(event -> event.step() != missing).toList());
            }
            assertFalse(new StepOrder(logs).violations().isEmpty(), "step " + step);
        }
    }

    @Test
    void refusesEveryTwoNeighbouringStepsSwapped() {
        for (int step = 1; step < 28; step++) {
            assertFalse(new StepOrder(swapped(step)).violations().isEmpty(), "steps " + step + " and " + (step + 1));
        }
    }

    /** Without the receipt nothing says that step 10 came before step 11, whatever the numbers say. */
    @Test
    void refusesAReadWithoutReceipts() {
        List<List<TraceEvent>> logs = new ArrayList<>();
        for (List<TraceEvent> log : read()) {
            logs.add(log.stream()
                    .filter(event -> !event.what().equals("RECEIPT"))
                    .toList());
        }
        assertEquals(
                2,
                new StepOrder(logs)
                        .violations().stream()
                                .map(violation -> violation.replaceAll(" \\(.*", ""))
                                .distinct()
                                .count());
    }

    private static List<List<TraceEvent>> swapped(int step) {
        List<List<TraceEvent>> logs = new ArrayList<>();
        for (List<TraceEvent> log : read()) {
            logs.add(log.stream()
                    .map(event -> event.step() == step
                            ? withStep(event, step + 1)
                            : event.step() == step + 1 ? withStep(event, step) : event)
                    .toList());
        }
        return logs;
    }

    private static TraceEvent withStep(TraceEvent event, int step) {
        return new TraceEvent(
                event.session(), event.recorder(), step, event.action(), event.passage(), event.data(), event.note());
    }

    /** The three logs of a read with two card commands. */
    private static List<List<TraceEvent>> read() {
        Logs logs = new Logs();
        logs.terminal(1, SENT, CARD, "REQB").terminal(1, SENT, CARD, "REQB").terminal(2, RECEIVED, CARD, "ATQB");
        logs.terminal(3, DECIDED, TERMINAL, "ATQB");
        logs.up("FIND_REQUEST", 0, 4, 5, 6).down("FIND_RESPONSE", 0, 6, 7, 8);
        logs.terminal(9, DECIDED, TERMINAL, "REQB")
                .up("FIND_CONFIRM", 1, 9, 10, 0)
                .receipt();
        logs.terminal(11, SENT, CARD, "ATTRIB").terminal(12, RECEIVED, CARD, "select-confirm data");
        logs.up("SELECT_REQUEST", 2, 13, 14, 15).down("SELECT_RESPONSE", 1, 15, 16, 17);
        logs.terminal(18, DECIDED, TERMINAL, "ATTRIB")
                .up("SELECT_CONFIRM", 3, 18, 19, 0)
                .receipt();
        logs.terminal(20, SENT, CARD, "SELECT 6002").terminal(21, RECEIVED, CARD, "SELECT 6002");
        logs.up("READ_REQUEST", 4, 22, 23, 24);
        for (int i = 0; i < 2; i++) {
            logs.down("CARD_COMMANDS", 2 + i, 25, 25, 25);
            logs.terminal(25, SENT, CARD, "command").terminal(25, RECEIVED, CARD, "command");
            logs.up("CARD_ANSWERS", 5 + i, 25, 25, 25);
        }
        logs.verifier(0, SENT, SERVER, "IDENTITY", 4).server(26, RECEIVED, VERIFIER, "IDENTITY", 4);
        logs.server(27, SENT, TERMINAL, "IDENTITY", 4).terminal(28, RECEIVED, SERVER, "IDENTITY", 4);
        return List.of(logs.terminal, logs.server, logs.verifier);
    }

    /** Writes each event into its party's log. */
    private static final class Logs {

        private final List<TraceEvent> terminal = new ArrayList<>();
        private final List<TraceEvent> server = new ArrayList<>();
        private final List<TraceEvent> verifier = new ArrayList<>();

        Logs up(String what, long sequence, int atTerminal, int atServer, int atVerifier) {
            return terminal(atTerminal, SENT, SERVER, what, sequence)
                    .server(atServer, RECEIVED, TERMINAL, what, sequence)
                    .server(atServer, SENT, VERIFIER, what, sequence)
                    .verifier(atVerifier, RECEIVED, SERVER, what, sequence);
        }

        Logs down(String what, long sequence, int atVerifier, int atServer, int atTerminal) {
            return verifier(atVerifier, SENT, SERVER, what, sequence)
                    .server(atServer, RECEIVED, VERIFIER, what, sequence)
                    .server(atServer, SENT, TERMINAL, what, sequence)
                    .terminal(atTerminal, RECEIVED, SERVER, what, sequence);
        }

        Logs receipt() {
            return server(0, SENT, TERMINAL, "RECEIPT", TraceEvent.NO_SEQUENCE)
                    .terminal(0, RECEIVED, SERVER, "RECEIPT", TraceEvent.NO_SEQUENCE);
        }

        Logs terminal(int step, Action action, Party peer, String what) {
            return terminal(step, action, peer, what, TraceEvent.NO_SEQUENCE);
        }

        Logs terminal(int step, Action action, Party peer, String what, long sequence) {
            return add(terminal, TERMINAL, step, action, peer, what, sequence);
        }

        Logs server(int step, Action action, Party peer, String what, long sequence) {
            return add(server, SERVER, step, action, peer, what, sequence);
        }

        Logs verifier(int step, Action action, Party peer, String what, long sequence) {
            return add(verifier, VERIFIER, step, action, peer, what, sequence);
        }

        private Logs add(
                List<TraceEvent> log, Party party, int step, Action action, Party peer, String what, long sequence) {
            Party from = action == RECEIVED ? peer : party;
            Party to = action == RECEIVED ? party : peer;
            log.add(new TraceEvent(
                    SESSION,
                    new Recorder(party, "x"),
                    step,
                    action,
                    new Passage(from, to, what, 1, sequence),
                    new Data(0, TraceEvent.NO_DIGEST, TraceEvent.NO_DIGEST),
                    ""));
            return this;
        }
    }
}
