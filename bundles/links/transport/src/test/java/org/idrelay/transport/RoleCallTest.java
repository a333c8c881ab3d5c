package org.idrelay.transport;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RoleCallTest {

    @Test
    void logsWhatWasThrownAndWhereButNotItsText() {
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            assertFalse(RoleCall.succeeds("terminals", () -> Integer.parseInt("no-number")));
        } finally {
            System.setErr(before);
        }
        String text = log.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("terminals"));
        assertTrue(text.contains("NumberFormatException"));
        assertTrue(text.contains("RoleCallTest"));
        assertFalse(text.contains("no-number"));
    }
}
