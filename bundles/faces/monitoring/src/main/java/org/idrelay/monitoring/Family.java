package org.idrelay.monitoring;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Makes metric families of what a role tells: one data point for each element. */
final class Family {

    private Family() {}

    static MetricSnapshot counter(String name, String help, long value) {
        return CounterSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(
                        CounterDataPointSnapshot.builder().value((double) value).build())
                .build();
    }

    static <T> MetricSnapshot counters(
            String name, String help, Collection<T> of, Function<T, Labels> labels, ToDoubleFunction<T> value) {
        CounterSnapshot.Builder family = CounterSnapshot.builder().name(name).help(help);
        of.forEach(one -> family.dataPoint(CounterDataPointSnapshot.builder()
                .labels(labels.apply(one))
                .value(value.applyAsDouble(one))
                .build()));
        return family.build();
    }

    static MetricSnapshot gauge(String name, String help, double value) {
        return GaugeSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(GaugeDataPointSnapshot.builder().value(value).build())
                .build();
    }

    static <T> MetricSnapshot gauges(
            String name, String help, Collection<T> of, Function<T, Labels> labels, ToDoubleFunction<T> value) {
        GaugeSnapshot.Builder family = GaugeSnapshot.builder().name(name).help(help);
        of.forEach(one -> family.dataPoint(GaugeDataPointSnapshot.builder()
                .labels(labels.apply(one))
                .value(value.applyAsDouble(one))
                .build()));
        return family.build();
    }

    /** How many elements are of each constant; of a constant that none is of, zero. */
    static <T, E extends Enum<E>> MetricSnapshot states(
            String name, String help, Class<E> states, Collection<T> of, Function<T, E> state) {
        var counts = of.stream().collect(Collectors.groupingBy(state, Collectors.counting()));
        return gauges(
                name,
                help,
                Arrays.asList(states.getEnumConstants()),
                one -> Labels.of("state", one.name()),
                one -> counts.getOrDefault(one, 0L));
    }
}
