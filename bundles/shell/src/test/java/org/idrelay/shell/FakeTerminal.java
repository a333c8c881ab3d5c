package org.idrelay.shell;

import java.util.List;
import java.util.Optional;
import org.idrelay.api.FailureCode;
import org.idrelay.api.reading.CardReading;
import org.idrelay.api.reading.ReaderStatus;

/** A terminal with two readers. */
final class FakeTerminal implements CardReading {

    @Override
    public String terminal() {
        return "t-01";
    }

    @Override
    public List<ReaderStatus> readers() {
        return List.of(
                new ReaderStatus("reader-2", "pn532", "POLLING", false, 9, 0, 0, Optional.empty()),
                new ReaderStatus(
                        "reader-1", "simulated", "PRESENT", true, 40, 3, 1, Optional.of(FailureCode.CARD_GONE)));
    }

    @Override
    public void start(String reader) {
        throw new AssertionError("no command starts a reader");
    }

    @Override
    public void stop(String reader) {
        throw new AssertionError("no command stops a reader");
    }
}
