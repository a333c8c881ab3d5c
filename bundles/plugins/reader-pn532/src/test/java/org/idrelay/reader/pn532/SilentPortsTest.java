package org.idrelay.reader.pn532;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SilentPortsTest {

    private final SilentPorts ports = new SilentPorts();

    @Test
    void aNewPortIsTriedAtOnce() {
        ports.found("ttyUSB0");
        ports.found("ttyACM0");
        assertEquals(List.of("ttyACM0", "ttyUSB0"), ports.due());
        assertEquals(Set.of("ttyACM0", "ttyUSB0"), ports.names());
    }

    @Test
    void aPortWhereNothingAnswersIsTriedMoreAndMoreSeldom() {
        ports.found("ttyUSB0");
        List<Integer> tried = new ArrayList<>();
        for (int look = 0; look < 140; look++) {
            for (String port : ports.due()) {
                ports.triedInVain(port);
                tried.add(look);
            }
        }
        assertEquals(List.of(0, 2, 5, 10, 19, 36, 69, 102, 135), tried);
    }

    @Test
    void thatNothingAnswersIsNewsOnce() {
        ports.found("ttyUSB0");
        assertTrue(ports.triedInVain("ttyUSB0"));
        assertFalse(ports.triedInVain("ttyUSB0"));

        ports.remove("ttyUSB0");
        ports.found("ttyUSB0");
        assertTrue(ports.triedInVain("ttyUSB0"));
    }

    @Test
    void aPortWhoseReaderFailedIsLeftAloneForOneLook() {
        ports.failed("ttyUSB0");
        assertEquals(List.of(), ports.due());
        assertEquals(List.of("ttyUSB0"), ports.due());
    }

    @Test
    void aPortThatIsGoneIsTriedNoMore() {
        ports.found("ttyUSB0");
        ports.remove("ttyUSB0");
        assertEquals(List.of(), ports.due());
        assertEquals(Set.of(), ports.names());
    }
}
