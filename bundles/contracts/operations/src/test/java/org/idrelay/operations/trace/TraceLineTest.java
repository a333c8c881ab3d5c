package org.idrelay.operations.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.UUID;
import org.idrelay.api.Party;
import org.idrelay.operations.trace.TraceEvent.Action;
import org.idrelay.operations.trace.TraceEvent.Data;
import org.idrelay.operations.trace.TraceEvent.Passage;
import org.idrelay.operations.trace.TraceEvent.Recorder;
import org.junit.jupiter.api.Test;

class TraceLineTest {

    private static final String TEXT = "7\tSERVER\tserver-1\t5\tSENT\tSERVER\tVERIFIER\tFIND_REQUEST"
            + "\t00000000-0000-0001-0000-000000000002\t41\t0\t12\t65535\t4660\tsam-2";

    @Test
    void isFifteenFieldsInTheirOrder() {
        assertEquals(TEXT, new TraceLine(7, event("sam-2")).text());
    }

    @Test
    void readsWhatItWrote() {
        assertEquals(new TraceLine(7, event("sam-2")), TraceLine.parse(TEXT));
        TraceLine empty = new TraceLine(0, event(""));
        assertEquals(empty, TraceLine.parse(empty.text()));
    }

    @Test
    void keepsTabsAndLineEndsOutOfItsFields() {
        assertEquals(
                "a b c d",
                TraceLine.parse(new TraceLine(0, event("a\tb\nc\rd")).text())
                        .event()
                        .note());
    }

    @Test
    void refusesOtherText() {
        assertThrows(IllegalArgumentException.class, () -> TraceLine.parse(""));
        assertThrows(IllegalArgumentException.class, () -> TraceLine.parse(TEXT + "\tmore"));
        assertThrows(IllegalArgumentException.class, () -> TraceLine.parse(TEXT.replace("SENT", "LOST")));
    }

    private static TraceEvent event(String note) {
        return new TraceEvent(
                new UUID(1, 2),
                new Recorder(Party.SERVER, "server-1"),
                5,
                Action.SENT,
                new Passage(Party.SERVER, Party.VERIFIER, "FIND_REQUEST", 41, 0),
                new Data(12, 0xFFFF, 0x1234),
                note);
    }
}
