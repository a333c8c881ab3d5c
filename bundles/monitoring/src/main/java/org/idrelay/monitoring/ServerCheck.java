package org.idrelay.monitoring;

import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.idrelay.api.operations.ServerOperations;
import org.idrelay.api.operations.ServerOperations.VerifierInfo;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether this container's server has verifiers to lease. */
@Component(
        property = {
            HealthCheck.NAME + "=server",
            HealthCheck.TAGS + "=" + Checks.READY,
            HealthCheck.MBEAN_NAME + "=server"
        })
public final class ServerCheck implements HealthCheck {

    private final ServerOperations server;

    @Activate
    public ServerCheck(@Reference ServerOperations server) {
        this.server = server;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        VerifierTally.of(server.verifiers(), VerifierInfo::state).tell(log);
        return new Result(log);
    }
}
