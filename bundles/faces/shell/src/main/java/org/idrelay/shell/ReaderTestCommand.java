package org.idrelay.shell;

import java.io.PrintStream;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.idrelay.operations.reading.CardReading;
import org.jspecify.annotations.Nullable;

/** Polls once at a reader and says step by step what it saw. */
@Service
@Command(
        scope = "idrelay",
        name = "reader-test",
        description = "Polls once at a reader and says step by step what it saw",
        detailedDescription =
                "For setting a reader up: lay a card on it and call this. In the meantime the reader looks for"
                        + " no card. No number of any card is printed.")
public final class ReaderTestCommand implements Action {

    private static final int PATIENCE_SECONDS = 20;

    @Reference(optional = true)
    @Nullable
    CardReading reading;

    @Argument(name = "reader", description = "The reader's name, as idrelay:reader-list shows it", required = true)
    @Completion(ReaderCompleter.class)
    String reader = "";

    @Override
    public @Nullable Object execute() throws CommandException, InterruptedException {
        print(System.out);
        return null;
    }

    void print(PrintStream out) throws CommandException, InterruptedException {
        try {
            Feature.TERMINAL
                    .needed(reading)
                    .test(reader)
                    .toCompletableFuture()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .forEach(out::println);
        } catch (ExecutionException e) {
            throw new CommandException(
                    e.getCause() instanceof IllegalArgumentException
                            ? "This terminal has no reader %s. See idrelay:reader-list.".formatted(reader)
                            : "Reader %s is reading a card or being tested. Try again in a moment.".formatted(reader));
        } catch (TimeoutException e) {
            throw new CommandException("Reader %s does not answer.".formatted(reader));
        }
    }
}
