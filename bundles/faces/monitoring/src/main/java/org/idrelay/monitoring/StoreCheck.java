package org.idrelay.monitoring;

import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.idrelay.operations.RecordOperations;
import org.idrelay.operations.StoreException;

/** Whether this container's record store answers. Never worse than a warning: reading goes on without it. */
final class StoreCheck implements HealthCheck {

    private final RecordOperations store;

    StoreCheck(RecordOperations store) {
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
