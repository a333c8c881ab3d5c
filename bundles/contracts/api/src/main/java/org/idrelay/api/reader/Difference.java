package org.idrelay.api.reader;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What changed from one scan for devices to the next: for drivers that find their readers by themselves, which unregister
 * what is lost and then register what is found. Immutable.
 *
 * @param lost what was there and is not any more, in the order of the earlier scan
 * @param found what is there and was not, in the order of the later scan
 * @param <D> what tells devices apart: a port's name, a reader's, a serial number
 */
public record Difference<D>(Set<D> lost, Set<D> found) {

    public Difference {
        lost = Collections.unmodifiableSet(new LinkedHashSet<>(lost));
        found = Collections.unmodifiableSet(new LinkedHashSet<>(found));
    }

    /** What has to be done about devices of which those {@code before} are known and those {@code now} are there. */
    public static <D> Difference<D> between(Set<D> before, Set<D> now) {
        return new Difference<>(without(before, now), without(now, before));
    }

    private static <D> Set<D> without(Set<D> all, Set<D> others) {
        Set<D> left = new LinkedHashSet<>(all);
        left.removeAll(others);
        return left;
    }
}
