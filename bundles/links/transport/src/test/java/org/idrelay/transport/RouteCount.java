package org.idrelay.transport;

import java.util.Objects;
import org.apache.camel.CamelContext;
import org.apache.camel.api.management.ManagedCamelContext;

/** How many exchanges a route has completed, as Camel itself counts. */
final class RouteCount {

    private RouteCount() {}

    static long of(CamelContext camel, String route) {
        try {
            var managed = camel.getCamelContextExtension().getContextPlugin(ManagedCamelContext.class);
            return Objects.requireNonNull(managed).getManagedRoute(route).getExchangesCompleted();
        } catch (Exception e) {
            throw new IllegalStateException("no management of route " + route, e);
        }
    }
}
