package org.idrelay.monitoring;

import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.idrelay.operations.HostOperations;
import org.idrelay.operations.HostOperations.HostedVerifier;

/** Whether this container's verifier host has verifiers and a server that leases them. */
final class HostCheck implements HealthCheck {

    private final HostOperations host;

    HostCheck(HostOperations host) {
        this.host = host;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        VerifierTally.of(host.verifiers(), HostedVerifier::state).tell(log);
        if (host.server().isEmpty()) {
            log.temporarilyUnavailable("no server has a link to this host");
        }
        return new Result(log);
    }
}
