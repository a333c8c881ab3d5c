package org.idrelay.shell;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.idrelay.api.files.PrivateFile;
import org.idrelay.operations.RecordOperations;
import org.jspecify.annotations.Nullable;

/** Writes one record to a file for its subject. */
@Service
@Command(
        scope = "idrelay",
        name = "record-export",
        description = "Writes a record as JSON to a new file that only this user can read")
public final class RecordExportCommand implements Action {

    @Reference(optional = true)
    @Nullable
    RecordOperations store;

    @Argument(index = 0, name = "id", description = "The record's id, see idrelay:record-find", required = true)
    String id = "";

    @Argument(index = 1, name = "file", description = "The file to write; it must not exist", required = true)
    String file = "";

    @Override
    public @Nullable Object execute() throws CommandException {
        print(System.out);
        return null;
    }

    void print(PrintStream out) throws CommandException {
        UUID record = record();
        Path made = make();
        try {
            String json = RecordAccess.ask(store, records -> records.export(record, RecordAccess.who()));
            Files.writeString(made, json);
        } catch (IOException e) {
            delete(made);
            throw new CommandException(
                    "%s cannot be written: %s".formatted(made, e.getClass().getSimpleName()));
        } catch (CommandException e) {
            delete(made);
            throw e;
        }
        out.println("Written to %s. It holds personal data.".formatted(made));
    }

    private UUID record() throws CommandException {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw new CommandException("%s is no id of a record. See idrelay:record-find.".formatted(id), e);
        }
    }

    /** Before anything is asked for: nobody else can read the file at any time. */
    private Path make() throws CommandException {
        try {
            Path made = Path.of(file);
            PrivateFile.create(made);
            return made;
        } catch (FileAlreadyExistsException e) {
            throw new CommandException("%s is there already.".formatted(file), e);
        } catch (IOException e) {
            throw new CommandException(
                    "%s cannot be made: %s".formatted(file, e.getClass().getSimpleName()), e);
        }
    }

    private static void delete(Path made) {
        if (!made.toFile().delete()) {
            throw new IllegalStateException("%s cannot be deleted".formatted(made));
        }
    }
}
