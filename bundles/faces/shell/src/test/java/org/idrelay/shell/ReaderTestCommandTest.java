package org.idrelay.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.CompletableFuture;
import org.apache.karaf.shell.support.CommandException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReaderTestCommandTest {

    private final FakeTerminal terminal = new FakeTerminal();

    @Test
    void printsWhatWasSeen() throws Exception {
        assertEquals("tested reader-1\n", Printed.by(command()::print));
    }

    @Test
    void saysThatThereIsNoSuchReader() {
        terminal.tested = reader -> CompletableFuture.failedFuture(new IllegalArgumentException());
        assertEquals("This terminal has no reader reader-1. See idrelay:reader-list.", refusal());
    }

    @Test
    void saysThatTheReaderIsBusy() {
        terminal.tested = reader -> CompletableFuture.failedFuture(new IllegalStateException());
        assertEquals("Reader reader-1 is reading a card or being tested. Try again in a moment.", refusal());
    }

    private @Nullable String refusal() {
        return assertThrows(CommandException.class, () -> Printed.by(command()::print))
                .getMessage();
    }

    private ReaderTestCommand command() {
        ReaderTestCommand command = new ReaderTestCommand();
        command.reading = terminal;
        command.reader = "reader-1";
        return command;
    }
}
