package org.idrelay.operations;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * How this container is, for whoever watches over it. Offered by monitoring; blocks for seconds at most; callable on any thread
 * but the event loop. Nothing here is of a record.
 */
@ProviderType
public interface MonitoringOperations {

    /** The media type of {@link #metrics()}. */
    String METRICS_TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    /** All figures of the roles that run here, in the text format of OpenMetrics 1.0. */
    String metrics();

    /** Whether this process works; if not, starting it anew helps. */
    Health live();

    /** Whether reads are served here now; what {@link #live()} asks included. */
    Health ready();

    /**
     * The result of some checks.
     *
     * @param status the worst of them
     */
    record Health(Status status, List<Check> checks) {

        /** Whether a load balancer may send work. */
        public boolean ok() {
            return status.compareTo(Status.UNAVAILABLE) < 0;
        }
    }

    /**
     * One check.
     *
     * @param reasons in words, without names of people or numbers of cards
     */
    record Check(String name, Status status, List<String> reasons) {}

    /** How bad it is, the worst last. */
    enum Status {
        /** All is well. */
        OK,
        /** It works; somebody should look. */
        WARN,
        /** It does not work now, and may again by itself. */
        UNAVAILABLE,
        /** It does not work until somebody acts. */
        CRITICAL
    }
}
