package org.idrelay.monitoring;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.idrelay.operations.HostOperations;
import org.idrelay.operations.ServerOperations;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Whether the threads of this process still get on: the event loop answers, no two threads wait for each other. */
@Component(
        property = {
            HealthCheck.NAME + "=process",
            HealthCheck.TAGS + "=" + Checks.LIVE,
            HealthCheck.MBEAN_NAME + "=process"
        })
public final class LiveCheck implements HealthCheck {

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable ServerOperations server;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable HostOperations host;

    @Activate
    public LiveCheck() {}

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        long[] deadlocked = threads.findDeadlockedThreads();
        if (deadlocked != null) {
            log.critical("{} threads wait for each other", deadlocked.length);
        }
        if (loopAnswers()) {
            log.info("the event loop answers");
        } else {
            log.critical("the event loop does not answer");
        }
        return new Result(log);
    }

    /** All roles share one loop. */
    private boolean loopAnswers() {
        ServerOperations here = server;
        HostOperations hosted = host;
        try {
            if (here != null) {
                here.sessions();
            } else if (hosted != null) {
                hosted.server();
            }
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }
}
