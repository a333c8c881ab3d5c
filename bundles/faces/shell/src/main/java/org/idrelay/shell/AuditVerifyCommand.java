package org.idrelay.shell;

import java.io.IOException;
import java.io.PrintStream;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.idrelay.operations.audit.AuditCheck;
import org.idrelay.operations.audit.AuditTrail;
import org.jspecify.annotations.Nullable;

/** Checks the audit trail from its first line to its last; fails if it was touched. */
@Service
@Command(
        scope = "idrelay",
        name = "audit-verify",
        description = "Checks that no line of the audit trail was altered, left out, exchanged or cut off")
public final class AuditVerifyCommand implements Action {

    @Reference(optional = true)
    @Nullable
    AuditTrail trail;

    @Override
    public @Nullable Object execute() throws CommandException {
        print(System.out);
        return null;
    }

    void print(PrintStream out) throws CommandException {
        AuditTrail checked = Feature.AUDIT.needed(trail);
        AuditCheck check;
        try {
            check = checked.verify();
        } catch (IOException e) {
            throw new CommandException("The audit trail cannot be read: " + e);
        }
        out.println("%d lines are good, head %s".formatted(check.lines(), check.head()));
        if (!check.isGood()) {
            throw new CommandException("The audit trail was touched: " + check.fault());
        }
    }
}
