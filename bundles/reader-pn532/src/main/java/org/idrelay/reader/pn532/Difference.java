package org.idrelay.reader.pn532;

import java.util.Set;
import java.util.TreeSet;

/**
 * What has changed between two looks at the ports.
 *
 * @param found ports that are new
 * @param lost ports that are gone
 */
record Difference(Set<String> found, Set<String> lost) {

    static Difference between(Set<String> before, Set<String> now) {
        Set<String> found = new TreeSet<>(now);
        found.removeAll(before);
        Set<String> lost = new TreeSet<>(before);
        lost.removeAll(now);
        return new Difference(found, lost);
    }
}
