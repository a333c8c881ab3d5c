package org.idrelay.forwarding;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FormerFileTest {

    @Test
    void warnsOfAFileOfTheFormerNameAndNamesTheNewOne() {
        String said = said(Map.of(
                "felix.fileinstall.filename",
                "file:/opt/idrelay/etc/org.idrelay.endpoint-archive.cfg",
                "authorization",
                "Bearer secret"));
        assertTrue(said.contains("WARN"), said);
        assertTrue(said.contains("etc/org.idrelay.endpoint-archive.cfg is not used any more"), said);
        assertTrue(said.contains("rename it to etc/org.idrelay.forwarding-archive.cfg"), said);
        assertFalse(said.contains("secret"), said);
    }

    private static String said(Map<String, Object> properties) {
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            new FormerFile(properties);
        } finally {
            System.setErr(before);
        }
        return log.toString(StandardCharsets.UTF_8);
    }
}
