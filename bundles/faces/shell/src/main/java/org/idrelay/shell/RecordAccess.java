package org.idrelay.shell;

import java.io.IOException;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.CommandException;
import org.apache.karaf.shell.support.ShellUtil;
import org.idrelay.operations.RecordOperations;
import org.idrelay.operations.StoreException;
import org.jspecify.annotations.Nullable;

/** What commands on the record store have in common: who asks, for which number, and what went wrong. */
final class RecordAccess {

    private static final Character NO_ECHO = '\0';

    private RecordAccess() {}

    /** What is asked of the store. */
    interface Request<T> {
        T to(RecordOperations store) throws StoreException;
    }

    /** The store's answer, or an end of the command with the failure's remedy. */
    static <T> T ask(@Nullable RecordOperations store, Request<T> request) throws CommandException {
        if (store == null) {
            throw new CommandException("This container keeps no records. To keep them: feature:install idrelay-records,"
                    + " then set database in etc/org.idrelay.records.cfg");
        }
        try {
            return request.to(store);
        } catch (StoreException e) {
            throw new CommandException(
                    "%s: %s. %s".formatted(e.code(), e.getMessage(), e.code().remedy()), e);
        }
    }

    /** Who is logged in. Not the session's variable USER: whoever has a session may set that. */
    static String who() {
        String user = ShellUtil.getCurrentUserName();
        return user == null ? "console" : user;
    }

    /**
     * The number that was given, or else typed without being shown. The console names a command's thread after its whole line,
     * and the log names the thread: a number that was given is taken out of there.
     */
    static String number(@Nullable String given, @Nullable Session session) throws CommandException {
        try {
            String number = given != null || session == null ? given : session.readLine("Number: ", NO_ECHO);
            if (number == null || number.isBlank()) {
                throw new CommandException("A document's number is needed.");
            }
            Thread thread = Thread.currentThread();
            thread.setName(thread.getName().replace(number, "…"));
            return number.strip();
        } catch (IOException e) {
            throw new CommandException("The number could not be read.", e);
        }
    }
}
