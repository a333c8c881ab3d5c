package org.idrelay.monitoring;

import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Map;
import org.idrelay.api.FailureCode;
import org.idrelay.operations.reading.CardReading;
import org.idrelay.operations.reading.ReaderStatus;

/** What a terminal tells of its readers. */
final class TerminalMetrics {

    private TerminalMetrics() {}

    static List<MetricSnapshot> of(CardReading terminal, ReadingCounts counts) {
        List<ReaderStatus> readers = terminal.readers();
        return List.of(
                Family.gauges(
                        "idrelay_terminal_readers",
                        "Readers, each with its state.",
                        readers,
                        reader -> Labels.of("reader", reader.name(), "state", reader.state()),
                        reader -> 1),
                Family.counters(
                        "idrelay_terminal_polls",
                        "Find commands sent at a reader.",
                        readers,
                        TerminalMetrics::ofReader,
                        reader -> reader.polling().broadcasts()),
                Family.counters(
                        "idrelay_terminal_reads",
                        "Records read at a reader.",
                        readers,
                        TerminalMetrics::ofReader,
                        reader -> reader.tally().reads()),
                Family.counters(
                        "idrelay_terminal_failures",
                        "Reads that failed, by failure code.",
                        counts.failures().entrySet(),
                        TerminalMetrics::ofCode,
                        Map.Entry::getValue),
                Family.counters(
                        "idrelay_terminal_records_not_taken",
                        "Records that a sink did not take, by failure code.",
                        counts.notTaken().entrySet(),
                        TerminalMetrics::ofCode,
                        Map.Entry::getValue));
    }

    private static Labels ofReader(ReaderStatus reader) {
        return Labels.of("reader", reader.name());
    }

    private static Labels ofCode(Map.Entry<FailureCode, Long> failures) {
        return Labels.of("code", failures.getKey().name());
    }
}
