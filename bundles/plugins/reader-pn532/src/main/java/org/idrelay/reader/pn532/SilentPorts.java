package org.idrelay.reader.pn532;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The ports where no PN532 has answered: tried when they are new, and then more and more seldom. For one thread. */
final class SilentPorts {

    /** So many looks a port is left alone at most. */
    private static final int MAX_PAUSE = 32;

    /** How many looks a port is left alone from now on, and how many the next time. */
    private record Rest(int looks, int next) {}

    private final Map<String, Rest> ports = new TreeMap<>();

    /** A port that is new: to be tried at once. */
    void found(String port) {
        ports.put(port, new Rest(0, 1));
    }

    /** A port whose reader failed: it is left alone for one look. */
    void failed(String port) {
        ports.put(port, new Rest(1, 1));
    }

    /** A port that is gone, or where a PN532 has answered. */
    void remove(String port) {
        ports.remove(port);
    }

    Set<String> names() {
        return Set.copyOf(ports.keySet());
    }

    /** The ports to try in this look; it counts as one for the others. */
    List<String> due() {
        List<String> due = new ArrayList<>();
        ports.replaceAll((port, rest) -> {
            if (rest.looks() > 0) {
                return new Rest(rest.looks() - 1, rest.next());
            }
            due.add(port);
            return rest;
        });
        return due;
    }

    /** Nothing has answered there once more; whether that is news. */
    boolean triedInVain(String port) {
        Rest rest = ports.getOrDefault(port, new Rest(0, 1));
        ports.put(port, new Rest(rest.next(), Math.min(MAX_PAUSE, 2 * rest.next())));
        return rest.next() == 1;
    }
}
