package org.idrelay.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.UUID;
import org.apache.karaf.shell.support.CommandException;
import org.idrelay.api.Party;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TraceCommandTest {

    private static final UUID A1 = UUID.fromString("aaaa1111-0000-4000-8000-000000000001");
    private static final UUID A2 = UUID.fromString("aaaa2222-0000-4000-8000-000000000002");
    private static final UUID B = UUID.fromString("bbbb0000-0000-4000-8000-000000000003");

    @Test
    void printsTheStepsOfASessionNamedByItsBeginning() throws Exception {
        String printed = Printed.by(trace("aaaa1", false, false)::print);
        assertEquals(28, printed.lines().count());
        assertTrue(printed.contains("step 04 terminal→server FIND_REQUEST 5 #abcd - note\n"), printed);
        assertTrue(printed.contains("step 05 server→verifier FIND_REQUEST 5 #abcd - note\n"), printed);
        assertTrue(printed.contains("step 06 verifier→server elsewhere\n"), printed);
    }

    @Test
    void takesTheTerminalsLastSession() throws Exception {
        String printed = Printed.by(trace(null, true, true)::print);
        assertTrue(printed.contains("\t" + A2 + "\t"), printed);
        assertEquals(1, printed.lines().count());
    }

    @Test
    void printsEventsForMachines() throws Exception {
        assertEquals(
                List.of(
                        "0\tTERMINAL\tx\t4\tSENT\tTERMINAL\tSERVER\tFIND_REQUEST\t" + A1 + "\t0\t0\t5\t43981\t-1\tnote",
                        "0\tSERVER\tx\t5\tSENT\tSERVER\tVERIFIER\tFIND_REQUEST\t" + A1 + "\t0\t0\t5\t43981\t-1\tnote"),
                Printed.by(trace(A1.toString(), false, true)::print).lines().toList());
    }

    @Test
    void refusesWhatNamesNoSessionOrSeveral() {
        assertRefused(trace("cccc", false, false), "No role here remembers a session cccc.");
        assertRefused(trace("aaaa", false, false), "2 sessions begin with aaaa: add a character.");
        assertRefused(trace(null, false, false), "Name a session, or say --last.");
        assertRefused(trace("aaaa1", true, false), "Name a session, or say --last.");
        TraceCommand empty = new TraceCommand();
        empty.last = true;
        assertRefused(empty, "No session was recorded yet.");
    }

    private static void assertRefused(TraceCommand command, String words) {
        CommandException refused = assertThrows(CommandException.class, () -> Printed.by(command::print));
        assertEquals(words, refused.getMessage());
    }

    private static TraceCommand trace(@Nullable String session, boolean last, boolean events) {
        TraceCommand command = new TraceCommand();
        command.sources = List.of(
                new FakeTrace(Party.SERVER, 5, List.of(B, A1)), new FakeTrace(Party.TERMINAL, 4, List.of(A2, A1)));
        command.session = session;
        command.last = last;
        command.events = events;
        return command;
    }
}
