package org.idrelay.monitoring;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.idrelay.operations.LinkOperations;
import org.idrelay.operations.LinkOperations.CertificateInfo;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether this container's certificates are valid, and will be for a while. */
@Component(
        property = {
            HealthCheck.NAME + "=certificates",
            HealthCheck.TAGS + "=" + Checks.READY,
            HealthCheck.MBEAN_NAME + "=certificates"
        })
public final class CertificateCheck implements HealthCheck {

    static final Duration NOTICE = Duration.ofDays(14);

    private final LinkOperations links;
    private final InstantSource clock;

    @Activate
    public CertificateCheck(@Reference LinkOperations links) {
        this(links, InstantSource.system());
    }

    CertificateCheck(LinkOperations links, InstantSource clock) {
        this.links = links;
        this.clock = clock;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        log.info("{} certificates", links.certificates().size());
        Instant now = clock.instant();
        for (CertificateInfo certificate : links.certificates()) {
            Duration left = Duration.between(now, certificate.ends());
            if (left.isNegative()) {
                log.critical("the certificate of {} ended {} days ago", certificate.name(), -left.toDays());
            } else if (now.isBefore(certificate.begins())) {
                log.critical("the certificate of {} is not valid yet", certificate.name());
            } else if (left.compareTo(NOTICE) < 0) {
                log.warn("the certificate of {} ends in {} days", certificate.name(), left.toDays());
            }
        }
        return new Result(log);
    }
}
