package org.idrelay.monitoring;

import java.util.Comparator;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.execution.HealthCheckExecutionResult;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.apache.felix.hc.api.execution.HealthCheckSelector;
import org.idrelay.operations.MonitoringOperations.Check;
import org.idrelay.operations.MonitoringOperations.Status;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Runs the health checks of this container, ours and those of others: all services of Felix Health Checks with a tag. The
 * executor bounds their time and keeps their results for a moment. For any thread.
 */
@Component(service = Checks.class)
public final class Checks {

    /** The tag of checks whose failure a new start of the process mends. */
    static final String LIVE = "live";

    /** The tag of checks that say whether reads are served here. */
    static final String READY = "ready";

    private final HealthCheckExecutor executor;

    @Activate
    public Checks(@Reference HealthCheckExecutor executor) {
        this.executor = executor;
    }

    List<Check> run(String tag) {
        return executor.execute(HealthCheckSelector.tags(tag)).stream()
                .map(result -> check(result, tag))
                .sorted(Comparator.comparing(Check::name))
                .toList();
    }

    private static Check check(HealthCheckExecutionResult execution, String tag) {
        String name = execution.getHealthCheckMetadata().getTitle();
        if (execution.hasTimedOut()) {
            return new Check(name, tag.equals(LIVE) ? Status.CRITICAL : Status.WARN, List.of("the check does not end"));
        }
        Result result = execution.getHealthCheckResult();
        return new Check(name, status(result.getStatus()), reasons(result));
    }

    private static Status status(Result.Status status) {
        return switch (status) {
            case OK -> Status.OK;
            case WARN -> Status.WARN;
            case TEMPORARILY_UNAVAILABLE -> Status.UNAVAILABLE;
            case CRITICAL, HEALTH_CHECK_ERROR -> Status.CRITICAL;
        };
    }

    /** Not what comes with an exception: its message may hold anything. */
    private static List<String> reasons(Result result) {
        return StreamSupport.stream(result.spliterator(), false)
                .filter(entry -> !entry.isDebug())
                .map(entry -> entry.getException() == null ? entry.getMessage() : "the check failed")
                .toList();
    }
}
