package org.idrelay.shell;

import java.io.IOException;
import java.io.PrintStream;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.idrelay.api.FailureCode;
import org.idrelay.api.record.RecordText;
import org.idrelay.operations.audit.AuditEntry;
import org.idrelay.operations.audit.AuditTrail;
import org.idrelay.operations.reading.CardReading;
import org.idrelay.operations.reading.ReaderStatus;
import org.idrelay.operations.reading.ReadingEvent;
import org.idrelay.operations.reading.ReadingListener;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** Waits for the next record and prints it. It only listens: the terminal goes on as ever. */
@Service
@Command(
        scope = "idrelay",
        name = "read",
        description = "Waits for the next card and prints its record",
        detailedDescription =
                "Prints personal data to this console and nowhere else; the look is in the audit trail. Ctrl-C ends it; the terminal reads on.")
public final class ReadCommand implements Action {

    @Reference(optional = true)
    @Nullable
    CardReading reading;

    @Reference(optional = true)
    @Nullable
    AuditTrail trail;

    @Reference
    @Nullable
    BundleContext context;

    @Argument(name = "reader", description = "The reader's name; any reader of this terminal if left out")
    @Completion(ReaderCompleter.class)
    @Nullable
    String reader;

    @Option(name = "--timeout", description = "Seconds to wait; 0 = until a card comes")
    int timeoutSeconds;

    @Override
    public @Nullable Object execute() throws CommandException, InterruptedException {
        check(Feature.TERMINAL.needed(reading));
        NextRecord next = new NextRecord(reader);
        ServiceRegistration<ReadingListener> listening = context().registerService(ReadingListener.class, next, null);
        try {
            print(next, System.out);
        } finally {
            listening.unregister();
        }
        return null;
    }

    void print(NextRecord next, PrintStream out) throws CommandException, InterruptedException {
        ReadingEvent.RecordRead read = next.await(timeoutSeconds, out)
                .orElseThrow(() -> new CommandException("No card was read within %d s.".formatted(timeoutSeconds)));
        writeDown(read);
        RecordText.lines(read.record()).forEach(out::println);
    }

    /** Nothing is shown without a line in the trail, where there is one. */
    private void writeDown(ReadingEvent.RecordRead read) throws CommandException {
        if (trail == null) {
            return;
        }
        try {
            trail.write(new AuditEntry(
                    AuditEntry.Action.LOOK,
                    RecordAccess.who(),
                    read.presence().terminal(),
                    read.reader(),
                    "",
                    "ok",
                    read.record().number()));
        } catch (IOException e) {
            throw new CommandException("%s. %s".formatted(FailureCode.AUDIT_FAILED, FailureCode.AUDIT_FAILED.remedy()));
        }
    }

    void check(CardReading terminal) throws CommandException {
        if (timeoutSeconds < 0) {
            throw new CommandException("--timeout takes seconds, 0 or more.");
        }
        if (reader != null
                && terminal.readers().stream().map(ReaderStatus::name).noneMatch(reader::equals)) {
            throw new CommandException("This terminal has no reader %s. See idrelay:reader-list.".formatted(reader));
        }
    }

    private BundleContext context() {
        if (context == null) {
            throw new IllegalStateException("the console gives every command its bundle's context");
        }
        return context;
    }
}
