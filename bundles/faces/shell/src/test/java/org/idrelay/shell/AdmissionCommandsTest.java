package org.idrelay.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.karaf.shell.support.CommandException;
import org.idrelay.operations.ServerOperations;
import org.idrelay.operations.ServerOperations.Kind;
import org.junit.jupiter.api.Test;

class AdmissionCommandsTest {

    private final FakeServer server = new FakeServer();

    @Test
    void freezesATerminalOrAHost() throws Exception {
        assertEquals("terminal t-01 is frozen.\n", Printed.by(freeze("terminal", "t-01")::print));
        assertEquals("host host-1 is frozen.\n", Printed.by(freeze("host", "host-1")::print));
        assertEquals(List.of("freeze TERMINAL t-01", "freeze HOST host-1"), server.asked);
        assertEquals("host host-1 was frozen already.\n", Printed.by(freeze("host", "host-1")::print));
    }

    @Test
    void unfreezesWhoIsFrozen() throws Exception {
        Printed.by(freeze("terminal", "t-01")::print);
        assertEquals(
                "terminal t-01 is not frozen any more; it comes back by itself.\n",
                Printed.by(unfreeze("terminal", "t-01")::print));
        assertEquals(List.of(), server.asked);
        assertEquals("terminal t-01 was not frozen.\n", Printed.by(unfreeze("terminal", "t-01")::print));
    }

    @Test
    void sayWhichKindsThereAre() {
        String message = "Terminal is unknown: a peer is a terminal or host";
        assertEquals(message, refusal(freeze("Terminal", "t-01")::print));
        assertEquals(message, refusal(unfreeze("Terminal", "t-01")::print));
        assertEquals(List.of(), server.asked);
    }

    @Test
    void sayWhatTheServerRefuses() {
        FreezeCommand command = freeze("terminal", "t-*");
        command.server = refusing(new IllegalArgumentException("identity: no name"));
        assertEquals("identity: no name", refusal(command::print));
        command.server = refusing(new UncheckedIOException("in force, but not stored", new IOException()));
        assertEquals("in force, but not stored", refusal(command::print));
    }

    @Test
    void listsWhoIsLetInAndWhoIsNot() throws Exception {
        String printed = Printed.by(admission(5)::print);
        assertTrue(printed.startsWith("A terminal may begin 5 reads in 60000 ms.\n"), printed);
        assertTrue(printed.contains("terminal t-01 open let in 4"), printed);
        assertTrue(printed.contains("terminal t-02 none frozen 0"), printed);
        assertTrue(printed.contains("host host-1 none refused \n"), printed);
    }

    @Test
    void showsNoReadsWhereTheyAreNotCounted() throws Exception {
        String printed = Printed.by(admission(0)::print);
        assertTrue(printed.startsWith("A terminal may read as often as it likes.\n"), printed);
        assertFalse(printed.contains("let in 4"), printed);
    }

    @Test
    void sayHowToGetAServerWhereThereIsNone() {
        String message = "This container has no server. To change that: feature:install idrelay-server";
        assertEquals(message, refusal(new FreezeCommand()::print));
        assertEquals(message, refusal(new UnfreezeCommand()::print));
        assertEquals(message, refusal(new AdmissionCommand()::print));
    }

    private FreezeCommand freeze(String kind, String identity) {
        FreezeCommand command = new FreezeCommand();
        command.server = server;
        command.kind = kind;
        command.identity = identity;
        return command;
    }

    private UnfreezeCommand unfreeze(String kind, String identity) {
        UnfreezeCommand command = new UnfreezeCommand();
        command.server = server;
        command.kind = kind;
        command.identity = identity;
        return command;
    }

    private static AdmissionCommand admission(int limit) {
        AdmissionCommand command = new AdmissionCommand();
        command.server = new FakeServer() {
            @Override
            public AdmissionInfo admission() {
                return new AdmissionInfo(
                        limit,
                        60_000,
                        List.of(
                                new IdentityInfo(Kind.TERMINAL, "t-01", true, true, false, 4),
                                new IdentityInfo(Kind.TERMINAL, "t-02", false, true, true, 0),
                                new IdentityInfo(Kind.HOST, "host-1", false, false, false, 0)));
            }
        };
        return command;
    }

    private static ServerOperations refusing(RuntimeException refusal) {
        return new FakeServer() {
            @Override
            public boolean freeze(Kind kind, String identity) {
                throw refusal;
            }
        };
    }

    private static String refusal(Printed.Printing command) {
        return String.valueOf(
                assertThrows(CommandException.class, () -> Printed.by(command)).getMessage());
    }
}
