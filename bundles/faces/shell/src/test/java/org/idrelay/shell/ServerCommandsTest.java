package org.idrelay.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.karaf.shell.support.CommandException;
import org.idrelay.api.routing.Verdict;
import org.idrelay.api.routing.Verdict.Chance;
import org.idrelay.api.verifier.Capability;
import org.idrelay.api.verifier.VerifierState;
import org.idrelay.operations.HostOperations;
import org.junit.jupiter.api.Test;

class ServerCommandsTest {

    private static final UUID SESSION = new UUID(1, 2);

    private final Pool server = new Pool();

    @Test
    void listsThePoolInTheOrderOfNames() throws Exception {
        VerifierListCommand command = new VerifierListCommand();
        command.server = server;
        command.host = new FakeHost();
        String printed = Printed.by(command::print);
        assertTrue(printed.contains("sam-1 host-1 IDLE TEXT_PHOTO, FINGERPRINT 7"), printed);
        assertTrue(printed.contains("sam-2 host-1 LEASED TEXT_PHOTO 41 " + SESSION + " 12 1 RF silent"), printed);
        assertTrue(printed.indexOf("sam-1") < printed.indexOf("sam-2"), printed);
    }

    @Test
    void listsTheHostsVerifiersWhereThereIsNoServer() throws Exception {
        VerifierListCommand command = new VerifierListCommand();
        command.host = new FakeHost();
        String printed = Printed.by(command::print);
        assertTrue(printed.contains("Verifier host host-1 serves server-1."), printed);
        assertTrue(printed.contains("sam-1 IDLE TEXT_PHOTO 7"), printed);
    }

    @Test
    void listsTerminalsWithTheirReaders() throws Exception {
        TerminalListCommand command = new TerminalListCommand();
        command.server = server;
        String printed = Printed.by(command::print);
        assertTrue(printed.contains("t-01 127.0.0.1:4711 reader-1, reader-2 1 12 1"), printed);
    }

    @Test
    void listsTheOldestSessionFirst() throws Exception {
        SessionListCommand command = new SessionListCommand();
        command.server = server;
        String printed = Printed.by(command::print);
        assertTrue(printed.contains(SESSION + " t-01 reader-1 RELAYING sam-2 41 950"), printed);
        assertTrue(printed.indexOf("950") < printed.indexOf("QUEUED"), printed);
    }

    @Test
    void explainsCandidatesAndThosePassedOver() throws Exception {
        String printed = Printed.by(explain("t-01", "reader-2")::print);
        assertEquals(List.of("t-01/reader-2"), server.asked);
        assertTrue(printed.contains("Policy table: t-01 would get sam-1."), printed);
        assertTrue(printed.contains("sam-1 1 the table says so"), printed);
        assertTrue(printed.contains("sam-2 serves a session (at present)"), printed);
        assertTrue(printed.contains("sam-3 not in the table for t-01"), printed);
        assertTrue(!printed.contains("t-01 (at present)"), printed);
    }

    @Test
    void tellsWaitingFromRefusal() throws Exception {
        server.verdicts = List.of(new Verdict("sam-1", Chance.LATER, "leased"));
        assertTrue(Printed.by(explain("t-01", "")::print).contains("t-01 would wait in the queue."));
        server.verdicts = List.of(new Verdict("sam-1", Chance.NEVER, "not bound"));
        assertTrue(Printed.by(explain("t-01", "")::print).contains("t-01 would be refused"));
    }

    @Test
    void sayHowToGetARoleThatIsAbsent() {
        assertMissing(new VerifierListCommand()::print, "verifier host", "idrelay-verifier-host");
        assertMissing(new TerminalListCommand()::print, "server", "idrelay-server");
        assertMissing(new SessionListCommand()::print, "server", "idrelay-server");
        assertMissing(new ExplainCommand()::print, "server", "idrelay-server");
        assertMissing(new ReaderListCommand()::print, "terminal", "idrelay-terminal");
    }

    private static void assertMissing(Printed.Printing command, String role, String feature) {
        CommandException missing = assertThrows(CommandException.class, () -> Printed.by(command));
        assertEquals(
                "This container has no %s. To change that: feature:install %s".formatted(role, feature),
                missing.getMessage());
    }

    private ExplainCommand explain(String terminal, String reader) {
        ExplainCommand command = new ExplainCommand();
        command.server = server;
        command.terminal = terminal;
        command.reader = reader;
        return command;
    }

    private static final class Pool extends FakeServer {

        private List<Verdict> verdicts = List.of(
                new Verdict("sam-2", Chance.LATER, "serves a session"),
                new Verdict("sam-1", Chance.NOW, "the table says so"),
                new Verdict("sam-3", Chance.NEVER, "not in the table for t-01"));

        @Override
        public List<VerifierInfo> verifiers() {
            return List.of(
                    new VerifierInfo(
                            "sam-2",
                            "host-1",
                            VerifierState.LEASED,
                            Set.of(Capability.TEXT_PHOTO),
                            41,
                            Optional.of(SESSION),
                            new Tally(12, 1, "RF silent")),
                    new VerifierInfo(
                            "sam-1",
                            "host-1",
                            VerifierState.IDLE,
                            Set.of(Capability.FINGERPRINT, Capability.TEXT_PHOTO),
                            7,
                            Optional.empty(),
                            new Tally(3, 0, "")));
        }

        @Override
        public List<TerminalInfo> terminals() {
            return List.of(new TerminalInfo("t-01", "127.0.0.1:4711", Set.of("reader-2", "reader-1"), 1, 12, 1));
        }

        @Override
        public List<SessionInfo> sessions() {
            return List.of(
                    new SessionInfo(new UUID(3, 4), "t-02", "reader-1", "QUEUED", Optional.empty(), 0, 20),
                    new SessionInfo(SESSION, "t-01", "reader-1", "RELAYING", Optional.of("sam-2"), 41, 950));
        }

        @Override
        public Explanation explain(String terminal, String reader) {
            asked.add(terminal + "/" + reader);
            return new Explanation("table", verdicts);
        }
    }

    private static final class FakeHost implements HostOperations {

        @Override
        public String host() {
            return "host-1";
        }

        @Override
        public Optional<String> server() {
            return Optional.of("server-1");
        }

        @Override
        public List<HostedVerifier> verifiers() {
            return List.of(new HostedVerifier(
                    "sam-1", VerifierState.IDLE, Set.of(Capability.TEXT_PHOTO), 7, Optional.empty(), ""));
        }
    }
}
