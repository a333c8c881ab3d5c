package org.idrelay.routing;

import java.util.Set;
import java.util.TreeSet;
import org.idrelay.api.routing.VerifierStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells operators once per change what the table lacks: lines that nobody can read, and verifiers of the pool without a
 * line. Touches no decision. Safe on any thread.
 */
final class TableReport {

    private static final Logger log = LoggerFactory.getLogger(TableReport.class);

    private Set<String> reported = Set.of();

    /** Compares table and pool; what was said already is not said again. Answers whether there was something to say. */
    synchronized boolean compare(BindingTable table, Iterable<VerifierStatus> verifiers) {
        Set<String> gaps = new TreeSet<>();
        table.unreadable().forEach(entry -> gaps.add("unreadable entry '" + entry + "'"));
        for (VerifierStatus verifier : verifiers) {
            if (!table.lists(verifier.name())) {
                gaps.add("no line for verifier " + verifier.name());
            }
        }
        boolean news = !gaps.equals(reported) && !gaps.isEmpty();
        reported = gaps;
        if (news) {
            log.warn("binding table: {}", String.join(", ", gaps));
        }
        return news;
    }

    /** What the last comparison found. */
    synchronized Set<String> gaps() {
        return Set.copyOf(reported);
    }
}
