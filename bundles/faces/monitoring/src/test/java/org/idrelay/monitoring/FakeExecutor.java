package org.idrelay.monitoring;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.execution.HealthCheckExecutionOptions;
import org.apache.felix.hc.api.execution.HealthCheckExecutionResult;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.apache.felix.hc.api.execution.HealthCheckMetadata;
import org.apache.felix.hc.api.execution.HealthCheckSelector;
import org.osgi.framework.ServiceReference;

/** Runs what a test registers, at once; a check of no result is one that does not end. */
final class FakeExecutor implements HealthCheckExecutor {

    private final List<Registered> checks = new ArrayList<>();

    private record Registered(String name, String tag, HealthCheck check) {}

    void register(String name, String tag, HealthCheck check) {
        checks.add(new Registered(name, tag, check));
    }

    @Override
    public List<HealthCheckExecutionResult> execute(HealthCheckSelector selector) {
        List<HealthCheckExecutionResult> results = new ArrayList<>();
        for (Registered one : checks) {
            if (List.of(selector.tags()).contains(one.tag())) {
                results.add(new Execution(one.name(), one.check().execute()));
            }
        }
        return results;
    }

    @Override
    public List<HealthCheckExecutionResult> execute(HealthCheckSelector selector, HealthCheckExecutionOptions options) {
        return execute(selector);
    }

    private record Execution(String name, Result result) implements HealthCheckExecutionResult {

        @Override
        public Result getHealthCheckResult() {
            return result;
        }

        @Override
        public boolean hasTimedOut() {
            return result == null;
        }

        @Override
        public long getElapsedTimeInMs() {
            return 0;
        }

        @Override
        @SuppressWarnings("JavaUtilDate") // the interface has it so
        public Date getFinishedAt() {
            return new Date(0);
        }

        @Override
        public HealthCheckMetadata getHealthCheckMetadata() {
            Map<String, Object> properties = Map.of(HealthCheck.NAME, name, "service.id", 1L);
            return new HealthCheckMetadata((ServiceReference<?>) Proxy.newProxyInstance(
                    ServiceReference.class.getClassLoader(),
                    new Class<?>[] {ServiceReference.class},
                    (proxy, method, arguments) ->
                            method.getName().equals("getProperty") ? properties.get((String) arguments[0]) : null));
        }
    }
}
