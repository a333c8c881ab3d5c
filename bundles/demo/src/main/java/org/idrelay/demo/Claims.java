package org.idrelay.demo;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.idrelay.api.Party;
import org.idrelay.api.trace.StepOrder;
import org.idrelay.api.trace.TraceEvent;
import org.idrelay.api.trace.TraceEvent.Action;

/** What the claims ask for, checked on the events of one read by the stored table and one by idleness. */
final class Claims {

    private static final Set<Integer> TERMINAL_STEPS = Set.of(1, 2, 3, 4, 8, 9, 11, 12, 13, 17, 18, 20, 21, 22, 25, 28);

    private final List<String> lines = new ArrayList<>();
    private boolean missing;

    /**
     * Checks two reads.
     *
     * @param byTable the parties' logs of a read with policy table
     * @param byIdle the same with policy idle
     * @param shown how many records the display has taken
     */
    Claims(List<List<TraceEvent>> byTable, List<List<TraceEvent>> byIdle, long shown) {
        List<List<List<TraceEvent>>> reads = List.of(byTable, byIdle);
        claim(1, "steps 1 to 28, each before the next", reads.stream().allMatch(Claims::inOrder));
        later(2, "session key between terminal and verifier");
        claim(3, "the server selects a verifier out of several", reads.stream().allMatch(Claims::outOfSeveral));
        claim(4, "by the stored table, or one that is idle", by("table", byTable) && by("idle", byIdle));
        claim(5, "the record goes to a display", shown >= reads.size());
        claim(6, "the terminal's modules take their steps", reads.stream().allMatch(Claims::terminalTookItsSteps));
        later(7, "key negotiation module of the terminal");
        claim(8, "terminal, server and verifier work together", reads.stream().allMatch(Claims::allTookPart));
        claim(9, "selected at the terminal's first request", reads.stream().allMatch(Claims::atFirstRequest));
        claim(10, "by the stored table, or one that is idle", by("table", byTable) && by("idle", byIdle));
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    boolean allMet() {
        return !missing;
    }

    private void claim(int number, String words, boolean met) {
        missing |= !met;
        lines.add("  %s claim %2d  %s".formatted(met ? "✓" : "✗", number, words));
    }

    private void later(int number, String words) {
        lines.add("  · claim %2d  %s: not in this version".formatted(number, words));
    }

    private static boolean inOrder(List<List<TraceEvent>> logs) {
        return new StepOrder(logs).violations().isEmpty();
    }

    private static boolean outOfSeveral(List<List<TraceEvent>> logs) {
        return choice(logs).stream().anyMatch(note -> note.matches(".* of ([2-9]|[1-9][0-9]+)\\b.*"));
    }

    private static boolean by(String policy, List<List<TraceEvent>> logs) {
        return choice(logs).stream().anyMatch(note -> note.matches("policy " + policy + " chose .*"));
    }

    private static boolean terminalTookItsSteps(List<List<TraceEvent>> logs) {
        return logs.stream()
                .flatMap(List::stream)
                .filter(event -> event.party() == Party.TERMINAL)
                .map(TraceEvent::step)
                .collect(Collectors.toSet())
                .containsAll(TERMINAL_STEPS);
    }

    private static boolean allTookPart(List<List<TraceEvent>> logs) {
        return logs.stream()
                .flatMap(List::stream)
                .map(TraceEvent::party)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Party.class)))
                .containsAll(Set.of(Party.TERMINAL, Party.SERVER, Party.VERIFIER));
    }

    /** At the server, nothing but FIND REQUEST came before the choice. */
    private static boolean atFirstRequest(List<List<TraceEvent>> logs) {
        List<TraceEvent> server = logs.stream()
                .flatMap(List::stream)
                .filter(event -> event.party() == Party.SERVER)
                .toList();
        int decision = IntStream.range(0, server.size())
                .filter(i -> server.get(i).action() == Action.DECIDED)
                .findFirst()
                .orElse(-1);
        return decision == 1 && server.get(0).what().equals("FIND_REQUEST");
    }

    private static List<String> choice(List<List<TraceEvent>> logs) {
        return logs.stream()
                .flatMap(List::stream)
                .filter(event -> event.party() == Party.SERVER && event.action() == Action.DECIDED)
                .map(TraceEvent::note)
                .toList();
    }
}
