package org.idrelay.shell;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ReaderListCommandTest {

    @Test
    void listsTheTerminalsReadersInTheOrderOfNames() throws Exception {
        ReaderListCommand command = new ReaderListCommand();
        command.reading = new FakeTerminal();
        String printed = Printed.by(command::print);
        assertTrue(printed.startsWith("Terminal t-01\n"), printed);
        assertTrue(printed.contains("reader-1 simulated PRESENT present 0 3 1 CARD_GONE"), printed);
        assertTrue(printed.contains("reader-2 pn532 POLLING 200 0 0"), printed);
        assertTrue(printed.indexOf("reader-1") < printed.indexOf("reader-2"), printed);
    }
}
