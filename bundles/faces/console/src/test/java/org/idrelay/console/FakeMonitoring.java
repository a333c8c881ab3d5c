package org.idrelay.console;

import java.util.List;
import org.idrelay.operations.MonitoringOperations;

/** A container with one check, whose result a test sets. */
final class FakeMonitoring implements MonitoringOperations {

    static final String METRICS = "# TYPE idrelay_ready gauge\nidrelay_ready 1.0\n# EOF\n";

    volatile Status status = Status.OK;

    @Override
    public String metrics() {
        return METRICS;
    }

    @Override
    public Health live() {
        return new Health(Status.OK, List.of());
    }

    @Override
    public Health ready() {
        return new Health(status, List.of(new Check("server", status, List.of("3 of 3 verifiers can be leased"))));
    }
}
