package org.idrelay.monitoring;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.idrelay.api.FailureCode;
import org.idrelay.operations.reading.ReadingEvent;
import org.idrelay.operations.reading.ReadingListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Counts by code what went wrong at the readers of this container. Knows nothing of the terminal, which binds it. For any thread. */
@Component(service = {ReadingListener.class, ReadingCounts.class})
public final class ReadingCounts implements ReadingListener {

    private final Map<FailureCode, Long> failures = new ConcurrentHashMap<>();
    private final Map<FailureCode, Long> notTaken = new ConcurrentHashMap<>();

    @Activate
    public ReadingCounts() {}

    @Override
    public void happened(ReadingEvent event) {
        if (event instanceof ReadingEvent.ReadFailed failed) {
            failures.merge(failed.code(), 1L, Long::sum);
        } else if (event instanceof ReadingEvent.NotTaken refused) {
            notTaken.merge(refused.code(), 1L, Long::sum);
        }
    }

    Map<FailureCode, Long> failures() {
        return Map.copyOf(failures);
    }

    Map<FailureCode, Long> notTaken() {
        return Map.copyOf(notTaken);
    }
}
