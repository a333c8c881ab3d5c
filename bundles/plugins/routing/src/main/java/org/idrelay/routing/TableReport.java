package org.idrelay.routing;

import java.util.Set;
import java.util.TreeSet;
import org.idrelay.api.routing.Fleet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells operators once per change what the table lacks: lines that nobody can read, and verifiers of the fleet without a
 * line. Touches no decision. Safe on any thread.
 */
final class TableReport {

    private static final Logger log = LoggerFactory.getLogger(TableReport.class);

    private BindingTable seen = BindingTable.EMPTY;
    private Set<String> names = Set.of();
    private Set<String> reported = Set.of();

    /**
     * Compares table and fleet, unless both are those that were compared last; what was said already is not said again.
     * Answers whether there was something to say.
     */
    synchronized boolean compare(BindingTable table, Fleet fleet) {
        if (table.equals(seen) && fleet.names().equals(names)) {
            return false;
        }
        seen = table;
        names = fleet.names();
        Set<String> gaps = new TreeSet<>();
        table.unreadable().forEach(entry -> gaps.add("unreadable entry '" + entry + "'"));
        names.stream().filter(name -> !table.lists(name)).forEach(name -> gaps.add("no line for verifier " + name));
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
