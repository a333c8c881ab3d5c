package org.idrelay.monitoring;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.List;
import java.util.Locale;
import org.idrelay.api.verifier.VerifierState;
import org.idrelay.operations.ServerOperations;
import org.idrelay.operations.ServerOperations.FailureCount;
import org.idrelay.operations.ServerOperations.FiguresInfo;
import org.idrelay.operations.ServerOperations.PhaseHistogram;
import org.idrelay.operations.ServerOperations.VerifierInfo;

/** What a server tells: nothing for each of its terminals, which may be thousands. */
final class ServerMetrics {

    private ServerMetrics() {}

    static List<MetricSnapshot> of(ServerOperations server) {
        FiguresInfo figures = server.figures();
        List<VerifierInfo> verifiers = server.verifiers();
        return List.of(
                Family.counter("idrelay_server_reads", "Records that went to a terminal.", figures.reads()),
                Family.counters(
                        "idrelay_server_failures",
                        "Sessions that failed, by failure code.",
                        figures.failures(),
                        failure -> Labels.of("code", failure.code().name()),
                        FailureCount::count),
                Family.gauge(
                        "idrelay_server_sessions",
                        "Sessions under way.",
                        server.sessions().size()),
                Family.gauge("idrelay_server_waiting", "Sessions that wait for a verifier.", figures.waiting()),
                Family.gauge(
                        "idrelay_server_terminals",
                        "Terminals with a link.",
                        server.terminals().size()),
                Family.states(
                        "idrelay_server_verifiers",
                        "Verifiers by state.",
                        VerifierState.class,
                        verifiers,
                        VerifierInfo::state),
                Family.counters(
                        "idrelay_server_verifier_reads",
                        "Records that a verifier read.",
                        verifiers,
                        ServerMetrics::labels,
                        verifier -> verifier.tally().reads()),
                Family.counters(
                        "idrelay_server_verifier_failures",
                        "Sessions that failed at a verifier.",
                        verifiers,
                        ServerMetrics::labels,
                        verifier -> verifier.tally().failures()),
                phases(figures.histograms()));
    }

    private static Labels labels(VerifierInfo verifier) {
        return Labels.of("host", verifier.host(), "verifier", verifier.name());
    }

    private static MetricSnapshot phases(List<PhaseHistogram> phases) {
        HistogramSnapshot.Builder family = HistogramSnapshot.builder()
                .name("idrelay_server_phase_seconds")
                .unit(Unit.SECONDS)
                .help("How long the phases of reads took.");
        phases.forEach(phase -> family.dataPoint(HistogramDataPointSnapshot.builder()
                .labels(Labels.of("phase", phase.phase().name().toLowerCase(Locale.ROOT)))
                .classicHistogramBuckets(buckets(phase.counts()))
                .sum(Unit.millisToSeconds(phase.sumMillis()))
                .build()));
        return family.build();
    }

    private static ClassicHistogramBuckets buckets(List<Long> counts) {
        ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        for (int i = 0; i < counts.size(); i++) {
            boolean limited = i < PhaseHistogram.LIMITS_MILLIS.size();
            buckets.bucket(
                    limited ? Unit.millisToSeconds(PhaseHistogram.LIMITS_MILLIS.get(i)) : Double.POSITIVE_INFINITY,
                    counts.get(i));
        }
        return buckets.build();
    }
}
