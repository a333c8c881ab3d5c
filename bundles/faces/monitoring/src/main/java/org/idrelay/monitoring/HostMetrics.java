package org.idrelay.monitoring;

import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import org.idrelay.api.verifier.VerifierState;
import org.idrelay.operations.HostOperations;
import org.idrelay.operations.HostOperations.HostedVerifier;

/** What a verifier host tells. */
final class HostMetrics {

    private HostMetrics() {}

    static List<MetricSnapshot> of(HostOperations host) {
        return List.of(
                Family.gauge(
                        "idrelay_host_served",
                        "1 while a server has a link to this host.",
                        host.server().isPresent() ? 1 : 0),
                Family.states(
                        "idrelay_host_verifiers",
                        "Verifiers of this host by state.",
                        VerifierState.class,
                        host.verifiers(),
                        HostedVerifier::state));
    }
}
