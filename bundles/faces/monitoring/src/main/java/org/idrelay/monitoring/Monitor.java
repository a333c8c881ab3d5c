package org.idrelay.monitoring;

import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmBufferPoolMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmRuntimeInfoMetric;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.idrelay.operations.HostOperations;
import org.idrelay.operations.LinkOperations;
import org.idrelay.operations.MonitoringOperations;
import org.idrelay.operations.ServerOperations;
import org.idrelay.operations.reading.CardReading;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks whichever roles run in this container for their figures, and the checks for their results. For any thread. */
@Component(service = {MonitoringOperations.class, Monitor.class})
public final class Monitor implements MonitoringOperations {

    private static final Logger log = LoggerFactory.getLogger(Monitor.class);

    private final PrometheusRegistry process = new PrometheusRegistry();
    private final ReadingCounts counts;
    private final Checks checks;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable ServerOperations server;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable HostOperations host;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable CardReading terminal;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable LinkOperations links;

    @Activate
    public Monitor(@Reference ReadingCounts counts, @Reference Checks checks) {
        this.counts = counts;
        this.checks = checks;
        ProcessMetrics.builder().register(process);
        JvmRuntimeInfoMetric.builder().register(process);
        JvmMemoryMetrics.builder().register(process);
        JvmBufferPoolMetrics.builder().register(process);
        JvmGarbageCollectorMetrics.builder().register(process);
        JvmThreadsMetrics.builder().register(process);
    }

    @Override
    public String metrics() {
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        own().forEach(all::metricSnapshot);
        process.scrape().forEach(all::metricSnapshot);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            OpenMetricsTextFormatWriter.builder().build().write(text, all.build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    /** What IdRelay itself tells; the process apart. */
    List<MetricSnapshot> own() {
        List<MetricSnapshot> families = new ArrayList<>();
        Map<String, Boolean> roles = new LinkedHashMap<>();
        ask("server", server, ServerMetrics::of, families, roles);
        ask("verifier-host", host, HostMetrics::of, families, roles);
        ask("terminal", terminal, readers -> TerminalMetrics.of(readers, counts), families, roles);
        ask("transport", links, LinkMetrics::of, families, roles);
        families.add(Family.gauges(
                "idrelay_role",
                "1 for each role that runs in this container, 0 if it does not answer.",
                roles.entrySet(),
                role -> Labels.of("role", role.getKey()),
                role -> role.getValue() ? 1 : 0));
        Health ready = ready();
        families.add(Family.gauge("idrelay_ready", "1 while reads are served here.", ready.ok() ? 1 : 0));
        families.add(Family.gauges(
                "idrelay_health",
                "Checks: 0 if all is well, 1 if somebody should look, 2 or 3 if it does not work.",
                ready.checks(),
                check -> Labels.of("check", check.name()),
                check -> grade(check.status())));
        return families;
    }

    private static int grade(Status status) {
        return switch (status) {
            case OK -> 0;
            case WARN -> 1;
            case UNAVAILABLE -> 2;
            case CRITICAL -> 3;
        };
    }

    /** A role may be stopping, or stuck: the others are told of all the same. */
    private static <T> void ask(
            String name,
            @Nullable T role,
            Function<T, List<MetricSnapshot>> metrics,
            List<MetricSnapshot> families,
            Map<String, Boolean> roles) {
        if (role == null) {
            return;
        }
        try {
            families.addAll(metrics.apply(role));
            roles.put(name, true);
        } catch (RuntimeException e) {
            roles.put(name, false);
            log.warn("the {} does not answer: {}", name, e.getClass().getName());
        }
    }

    @Override
    public Health live() {
        return health(checks.run(Checks.LIVE));
    }

    @Override
    public Health ready() {
        List<Check> all = new ArrayList<>(checks.run(Checks.LIVE));
        all.addAll(checks.run(Checks.READY));
        if (server == null && host == null && terminal == null) {
            all.add(new Check("role", Status.UNAVAILABLE, List.of("no role runs in this container")));
        }
        return health(all);
    }

    private static Health health(List<Check> all) {
        return new Health(all.stream().map(Check::status).max(Status::compareTo).orElse(Status.OK), List.copyOf(all));
    }
}
