package org.idrelay.monitoring;

import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.idrelay.operations.LinkOperations;
import org.idrelay.operations.reading.CardReading;

/** Whether this container's terminal has a reader and a server. */
final class TerminalCheck implements HealthCheck {

    /** The terminal's endpoint towards servers. */
    private static final String SERVER = "server";

    private final CardReading terminal;
    private final LinkOperations links;

    TerminalCheck(CardReading terminal, LinkOperations links) {
        this.terminal = terminal;
        this.links = links;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        if (links.links().stream().noneMatch(link -> link.endpoint().equals(SERVER))) {
            log.temporarilyUnavailable("no server is connected");
        }
        int readers = terminal.readers().size();
        if (readers == 0) {
            log.temporarilyUnavailable("no reader is here");
        } else {
            log.info("{} readers", readers);
        }
        return new Result(log);
    }
}
