package org.idrelay.monitoring;

import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.idrelay.api.operations.RecordOperations;
import org.idrelay.api.operations.StoreException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether this container's record store answers. Never worse than a warning: reading goes on without it. */
@Component(
        property = {
            HealthCheck.NAME + "=records",
            HealthCheck.TAGS + "=" + Checks.READY,
            HealthCheck.MBEAN_NAME + "=records"
        })
public final class StoreCheck implements HealthCheck {

    private final RecordOperations store;

    @Activate
    public StoreCheck(@Reference RecordOperations store) {
        this.store = store;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        try {
            log.info("{} records are kept", store.status().records());
        } catch (StoreException e) {
            log.warn("{}: {}", e.code(), e.code().remedy());
        }
        return new Result(log);
    }
}
