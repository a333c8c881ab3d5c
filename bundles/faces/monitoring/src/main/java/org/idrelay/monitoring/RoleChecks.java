package org.idrelay.monitoring;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.idrelay.operations.HostOperations;
import org.idrelay.operations.LinkOperations;
import org.idrelay.operations.RecordOperations;
import org.idrelay.operations.ServerOperations;
import org.idrelay.operations.reading.CardReading;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.util.tracker.ServiceTracker;

/**
 * Offers the check of each role while the role is here. No components of their own: Karaf would call this bundle waiting for the
 * roles that are not to come. The role's service is asked for when the check runs, so that nobody who is still starting is.
 */
@Component(
        service = {},
        immediate = true)
public final class RoleChecks {

    private final BundleContext context;
    private final List<ServiceTracker<?, ?>> trackers;

    @Activate
    public RoleChecks(BundleContext context, @Reference LinkOperations links) {
        this.context = context;
        trackers = List.of(
                track(ServerOperations.class, "server", ServerCheck::new),
                track(HostOperations.class, "verifier-host", HostCheck::new),
                track(CardReading.class, "terminal", terminal -> new TerminalCheck(terminal, links)),
                track(RecordOperations.class, "records", StoreCheck::new));
    }

    @Deactivate
    public void close() {
        trackers.forEach(ServiceTracker::close);
    }

    private <R> ServiceTracker<R, ServiceRegistration<HealthCheck>> track(
            Class<R> role, String name, Function<R, HealthCheck> check) {
        var tracker = new ServiceTracker<R, ServiceRegistration<HealthCheck>>(context, role, null) {
            @Override
            public ServiceRegistration<HealthCheck> addingService(ServiceReference<R> found) {
                Map<String, Object> properties = Map.of(
                        HealthCheck.NAME, name,
                        HealthCheck.TAGS, new String[] {Checks.READY},
                        HealthCheck.MBEAN_NAME, name);
                return context.registerService(
                        HealthCheck.class, () -> execute(found, check), FrameworkUtil.asDictionary(properties));
            }

            @Override
            public void removedService(ServiceReference<R> gone, ServiceRegistration<HealthCheck> registered) {
                registered.unregister();
            }
        };
        tracker.open();
        return tracker;
    }

    private <R> Result execute(ServiceReference<R> reference, Function<R, HealthCheck> check) {
        R role = context.getService(reference);
        if (role == null) {
            return new Result(Result.Status.TEMPORARILY_UNAVAILABLE, "it is starting or stopping");
        }
        try {
            return check.apply(role).execute();
        } finally {
            context.ungetService(reference);
        }
    }
}
