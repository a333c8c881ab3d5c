package org.idrelay.server;

import java.util.ArrayList;
import java.util.List;

/**
 * The sessions that wait for a verifier: lower priority classes first, first come first served within one. Bounded. Lives
 * on the event loop.
 */
final class WaitingLine {

    private final List<RelaySession> waiting = new ArrayList<>();

    int length() {
        return waiting.size();
    }

    void add(RelaySession session) {
        int place = waiting.size();
        while (place > 0 && priority(waiting.get(place - 1)) > priority(session)) {
            place--;
        }
        waiting.add(place, session);
    }

    /** No effect if it does not wait. */
    void remove(RelaySession session) {
        waiting.remove(session);
    }

    /** Those that wait, the first in line first. */
    List<RelaySession> inOrder() {
        return List.copyOf(waiting);
    }

    private static int priority(RelaySession session) {
        return session.request().priorityClass();
    }
}
