package org.idrelay.operations.trace;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.idrelay.operations.trace.TraceEvent.Action;

/**
 * Checks that a session's steps 1 to 28 happened in that order, from two facts only: a party's own log is in order, and
 * a message is sent before it is received. Step numbers say what is compared, never what came first.
 */
public final class StepOrder {

    private static final int LAST_STEP = 28;

    private final List<TraceEvent> events = new ArrayList<>();
    private final List<BitSet> before = new ArrayList<>();

    /**
     * Joins the parties' logs of one session.
     *
     * @param logs one log for each party, each in the order in which that party recorded it
     */
    public StepOrder(List<List<TraceEvent>> logs) {
        List<List<Integer>> successors = successors(logs);
        for (int event = 0; event < events.size(); event++) {
            before.add(reachable(event, successors));
        }
    }

    /** What is wrong, in words; empty if every event of each step came before every event of the next. */
    public List<String> violations() {
        List<String> violations = new ArrayList<>();
        for (int step = 1; step <= LAST_STEP; step++) {
            if (eventsOf(step).isEmpty()) {
                violations.add("nobody recorded step " + step);
            }
        }
        for (int step = 1; step < LAST_STEP; step++) {
            for (int earlier : eventsOf(step)) {
                for (int later : eventsOf(step + 1)) {
                    if (!before.get(earlier).get(later)) {
                        violations.add("%s is not before %s".formatted(words(earlier), words(later)));
                    }
                }
            }
        }
        return violations;
    }

    private List<List<Integer>> successors(List<List<TraceEvent>> logs) {
        List<List<Integer>> successors = new ArrayList<>();
        Map<String, Integer> sent = new HashMap<>();
        Map<String, Integer> received = new HashMap<>();
        for (List<TraceEvent> log : logs) {
            Map<String, Integer> occurrences = new HashMap<>();
            for (int i = 0; i < log.size(); i++) {
                TraceEvent event = log.get(i);
                int index = events.size();
                events.add(event);
                successors.add(new ArrayList<>(i + 1 < log.size() ? List.of(index + 1) : List.of()));
                if (event.action() != Action.DECIDED && event.from() != event.to()) {
                    String message = message(event, occurrences);
                    (event.action() == Action.SENT ? sent : received).put(message, index);
                }
            }
        }
        sent.forEach((message, from) -> {
            Integer to = received.get(message);
            if (to != null) {
                successors.get(from).add(to);
            }
        });
        return successors;
    }

    /**
     * Names a message the same way at both its ends: session and sequence, the link, the type, and for messages without a
     * sequence which of its kind it is. The term is left out where one end does not know it yet.
     */
    private static String message(TraceEvent event, Map<String, Integer> occurrences) {
        String kind =
                "%s %s>%s %s %d".formatted(event.session(), event.from(), event.to(), event.what(), event.sequence());
        return kind + " " + occurrences.merge(event.action() + kind, 1, Integer::sum);
    }

    private BitSet reachable(int start, List<List<Integer>> successors) {
        BitSet reached = new BitSet();
        List<Integer> open = new ArrayList<>(successors.get(start));
        while (!open.isEmpty()) {
            int event = open.remove(open.size() - 1);
            if (!reached.get(event)) {
                reached.set(event);
                open.addAll(successors.get(event));
            }
        }
        return reached;
    }

    private List<Integer> eventsOf(int step) {
        List<Integer> found = new ArrayList<>();
        for (int event = 0; event < events.size(); event++) {
            if (events.get(event).step() == step) {
                found.add(event);
            }
        }
        return found;
    }

    private String words(int index) {
        TraceEvent event = events.get(index);
        return "step %d (%s %s %s)".formatted(event.step(), event.party(), event.action(), event.what());
    }
}
