package org.idrelay.link;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Counts what was begun under each key in a window of time that slides, and says when there was too much. A key is
 * forgotten when its window has passed; if there are more keys than may be remembered, the one that was silent longest is.
 * Used by one thread at a time.
 */
public final class FrequencyLimit<K> {

    /**
     * How often something may begin.
     *
     * @param most in any stretch of time as long as the window; 0 for no limit
     * @param windowMillis the window's length
     */
    public record Rate(int most, int windowMillis) {

        /** No limit. */
        public static final Rate NONE = new Rate(0, 60_000);

        public Rate {
            if (most < 0 || windowMillis < 1) {
                throw new IllegalArgumentException(
                        "a limit of %d in %d ms: at least 0, in at least 1 ms".formatted(most, windowMillis));
            }
        }

        boolean isNone() {
            return most == 0;
        }

        @Override
        public String toString() {
            return isNone() ? "no limit" : "%d in %d ms".formatted(most, windowMillis);
        }
    }

    private final int maxKeys;

    /** The one that was silent longest first. */
    private final Map<K, Deque<Long>> begun = new LinkedHashMap<>();

    /** @param maxKeys how many keys are remembered at most */
    public FrequencyLimit(int maxKeys) {
        this.maxKeys = maxKeys;
    }

    /** Whether one more may begin now; only then it counts. Where there is no limit nothing is remembered. */
    public boolean begins(K key, Rate rate, long nowMillis) {
        if (rate.isNone()) {
            begun.clear();
            return true;
        }
        forgetPassed(rate, nowMillis);
        Deque<Long> times = begun.getOrDefault(key, new ArrayDeque<>());
        while (!times.isEmpty() && nowMillis - times.getFirst() >= rate.windowMillis()) {
            times.removeFirst();
        }
        if (times.size() >= rate.most()) {
            return false;
        }
        times.addLast(nowMillis);
        begun.remove(key);
        begun.put(key, times);
        if (begun.size() > maxKeys) {
            begun.remove(begun.keySet().iterator().next());
        }
        return true;
    }

    /** How many began under that key in the window that ends now. */
    public int count(K key, Rate rate, long nowMillis) {
        return (int) begun.getOrDefault(key, new ArrayDeque<>()).stream()
                .filter(time -> nowMillis - time < rate.windowMillis())
                .count();
    }

    /** The keys that are remembered. */
    public Set<K> keys() {
        return Set.copyOf(begun.keySet());
    }

    private void forgetPassed(Rate rate, long nowMillis) {
        Iterator<Deque<Long>> oldest = begun.values().iterator();
        while (oldest.hasNext() && nowMillis - oldest.next().getLast() >= rate.windowMillis()) {
            oldest.remove();
        }
    }
}
