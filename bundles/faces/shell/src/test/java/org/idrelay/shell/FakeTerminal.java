package org.idrelay.shell;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.idrelay.api.FailureCode;
import org.idrelay.operations.reading.CardReading;
import org.idrelay.operations.reading.ReaderStatus;

/** A terminal with two readers. */
final class FakeTerminal implements CardReading {

    Function<String, CompletionStage<List<String>>> tested =
            reader -> CompletableFuture.completedFuture(List.of("tested " + reader));

    @Override
    public String terminal() {
        return "t-01";
    }

    @Override
    public List<ReaderStatus> readers() {
        return List.of(
                new ReaderStatus(
                        "reader-2",
                        "pn532",
                        "POLLING",
                        false,
                        new ReaderStatus.Polling(9, 200),
                        new ReaderStatus.Tally(0, 0, Optional.empty())),
                new ReaderStatus(
                        "reader-1",
                        "simulated",
                        "PRESENT",
                        true,
                        new ReaderStatus.Polling(40, 0),
                        new ReaderStatus.Tally(3, 1, Optional.of(FailureCode.CARD_GONE))));
    }

    @Override
    public CompletionStage<List<String>> test(String reader) {
        return tested.apply(reader);
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
