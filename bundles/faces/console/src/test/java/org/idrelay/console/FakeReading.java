package org.idrelay.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.idrelay.api.FailureCode;
import org.idrelay.operations.reading.CardReading;
import org.idrelay.operations.reading.ReaderStatus;

/** A terminal with two readers that remembers what it was told. */
final class FakeReading implements CardReading {

    final List<String> told = new ArrayList<>();

    @Override
    public String terminal() {
        return "t-01";
    }

    @Override
    public List<ReaderStatus> readers() {
        return List.of(status("reader-1", Optional.of(FailureCode.CARD_GONE)), status("reader-2", Optional.empty()));
    }

    @Override
    public void start(String reader) {
        told.add("start " + reader);
    }

    @Override
    public void stop(String reader) {
        told.add("stop " + reader);
    }

    @Override
    public CompletionStage<List<String>> test(String reader) {
        return CompletableFuture.completedFuture(List.of());
    }

    private static ReaderStatus status(String name, Optional<FailureCode> failure) {
        return new ReaderStatus(
                name,
                "simulator",
                "POLLING",
                false,
                new ReaderStatus.Polling(10, 60),
                new ReaderStatus.Tally(3, 1, failure));
    }
}
