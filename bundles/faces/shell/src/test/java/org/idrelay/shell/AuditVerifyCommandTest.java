package org.idrelay.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.apache.karaf.shell.support.CommandException;
import org.idrelay.operations.audit.AuditCheck;
import org.idrelay.operations.audit.AuditEntry;
import org.idrelay.operations.audit.AuditTrail;
import org.junit.jupiter.api.Test;

class AuditVerifyCommandTest {

    private final AuditVerifyCommand command = new AuditVerifyCommand();

    @Test
    void saysHowManyLinesAreGoodAndTheHead() throws Exception {
        command.trail = saying(new AuditCheck(17, "abc", ""));
        assertEquals("17 lines are good, head abc\n", Printed.by(command::print));
    }

    @Test
    void failsWithTheFirstFault() {
        command.trail = saying(new AuditCheck(17, "abc", "audit-2026-11.log, line 18: altered"));
        CommandException failure = assertThrows(CommandException.class, () -> Printed.by(command::print));
        assertTrue(String.valueOf(failure.getMessage()).contains("line 18: altered"));
    }

    @Test
    void saysWhichFeatureIsMissing() {
        CommandException failure = assertThrows(CommandException.class, () -> Printed.by(command::print));
        assertTrue(String.valueOf(failure.getMessage()).contains("feature:install idrelay-audit"));
    }

    private static AuditTrail saying(AuditCheck check) {
        return new AuditTrail() {
            @Override
            public void write(AuditEntry entry) throws IOException {
                throw new IOException("for reading only");
            }

            @Override
            public AuditCheck verify() {
                return check;
            }
        };
    }
}
