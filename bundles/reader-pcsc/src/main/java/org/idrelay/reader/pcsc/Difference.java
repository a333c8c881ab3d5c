package org.idrelay.reader.pcsc;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What changed from one scan to the next.
 *
 * @param lost readers that were there
 * @param found readers that are there now
 */
record Difference(Set<String> lost, Set<String> found) {

    static Difference between(Set<String> before, Set<String> now) {
        return new Difference(without(before, now), without(now, before));
    }

    private static Set<String> without(Set<String> all, Set<String> others) {
        Set<String> left = new LinkedHashSet<>(all);
        left.removeAll(others);
        return left;
    }
}
