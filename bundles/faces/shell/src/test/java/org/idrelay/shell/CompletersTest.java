package org.idrelay.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.support.completers.ArgumentCommandLine;
import org.idrelay.api.Party;
import org.junit.jupiter.api.Test;

class CompletersTest {

    @Test
    void completesReaders() {
        ReaderCompleter completer = new ReaderCompleter();
        assertEquals(List.of(), completed(completer, ""));
        completer.reading = new FakeTerminal();
        assertEquals(List.of("reader-1 ", "reader-2 "), completed(completer, "read"));
        assertEquals(List.of("reader-2 "), completed(completer, "reader-2"));
    }

    @Test
    void completesSessionsOfAllRolesOnce() {
        UUID both = new UUID(1, 2);
        SessionCompleter completer = new SessionCompleter();
        assertEquals(List.of(), completed(completer, ""));
        completer.sources =
                List.of(new FakeTrace(Party.TERMINAL, 4, List.of(both)), new FakeTrace(Party.SERVER, 5, List.of(both)));
        assertEquals(List.of(both + " "), completed(completer, "0000"));
    }

    @Test
    void completesNoTerminalWithoutAServer() {
        assertEquals(List.of(), completed(new TerminalCompleter(), ""));
    }

    @Test
    void completesPeersOfBothKinds() {
        PeerCompleter completer = new PeerCompleter();
        assertEquals(List.of(), completed(completer, ""));
        completer.server = new FakeServer() {
            @Override
            public AdmissionInfo admission() {
                return new AdmissionInfo(
                        0,
                        60_000,
                        List.of(
                                new IdentityInfo(Kind.TERMINAL, "box-1", true, true, false, 0),
                                new IdentityInfo(Kind.TERMINAL, "t-01", false, true, true, 0),
                                new IdentityInfo(Kind.HOST, "box-1", true, true, false, 0)));
            }
        };
        assertEquals(List.of("box-1 ", "t-01 "), completed(completer, ""));
    }

    private static List<String> completed(Completer completer, String typed) {
        List<String> candidates = new ArrayList<>();
        CommandLine line = new ArgumentCommandLine(typed, typed.length());
        completer.complete(null, line, candidates);
        return candidates.stream().sorted().toList();
    }
}
