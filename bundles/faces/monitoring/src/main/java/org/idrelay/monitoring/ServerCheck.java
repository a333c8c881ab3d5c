package org.idrelay.monitoring;

import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.idrelay.operations.ServerOperations;
import org.idrelay.operations.ServerOperations.VerifierInfo;

/** Whether this container's server has verifiers to lease. */
final class ServerCheck implements HealthCheck {

    private final ServerOperations server;

    ServerCheck(ServerOperations server) {
        this.server = server;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        VerifierTally.of(server.verifiers(), VerifierInfo::state).tell(log);
        return new Result(log);
    }
}
