package org.idrelay.monitoring;

import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.idrelay.operations.LinkOperations;
import org.idrelay.operations.LinkOperations.CertificateInfo;
import org.idrelay.operations.LinkOperations.LinkInfo;

/** What transport tells of links and certificates. */
final class LinkMetrics {

    private LinkMetrics() {}

    static List<MetricSnapshot> of(LinkOperations links) {
        Map<String, Long> roles =
                links.links().stream().collect(Collectors.groupingBy(LinkInfo::role, Collectors.counting()));
        Map<String, Instant> ends = links.certificates().stream()
                .collect(Collectors.toMap(
                        CertificateInfo::name,
                        CertificateInfo::ends,
                        (one, other) -> one.isBefore(other) ? one : other));
        return List.of(
                Family.gauges(
                        "idrelay_links",
                        "Open links, by the peer's role.",
                        roles.entrySet(),
                        role -> Labels.of("role", role.getKey()),
                        Map.Entry::getValue),
                Family.gauges(
                        "idrelay_certificate_ends_timestamp_seconds",
                        "When a certificate of this container ends.",
                        ends.entrySet(),
                        end -> Labels.of("name", end.getKey()),
                        end -> end.getValue().getEpochSecond()));
    }
}
