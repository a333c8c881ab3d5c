package org.idrelay.demo;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.idrelay.api.Party;
import org.idrelay.operations.trace.StepOrder;
import org.idrelay.operations.trace.TraceEvent;
import org.idrelay.operations.trace.TraceEvent.Action;

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
        claim(2, "a session key that the server does not have", reads.stream().allMatch(Claims::sealed));
        claim(3, "the server selects a verifier out of several", reads.stream().allMatch(Claims::outOfSeveral));
        claim(4, "by the stored table, or one that is idle", by("table", byTable) && by("idle", byIdle));
        claim(5, "the record goes to a display", shown >= reads.size());
        claim(6, "the terminal's modules take their steps", reads.stream().allMatch(Claims::terminalTookItsSteps));
        claim(7, "the key stands before the read request", reads.stream().allMatch(Claims::keyBeforeReadRequest));
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
        return of(Party.TERMINAL, logs).stream()
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
        List<TraceEvent> server = of(Party.SERVER, logs);
        int decision = position(server, event -> event.action() == Action.DECIDED);
        return decision == 1 && server.get(0).what().equals("FIND_REQUEST");
    }

    /** Both ends have one key, and the server saw no body in the clear from FIND CONFIRM on. */
    private static boolean sealed(List<List<TraceEvent>> logs) {
        Optional<String> terminals = sessionKey(logs, Party.TERMINAL);
        List<TraceEvent> server = of(Party.SERVER, logs);
        return terminals.isPresent()
                && terminals.equals(sessionKey(logs, Party.VERIFIER))
                && sessionKey(logs, Party.SERVER).isEmpty()
                && server.stream()
                        .dropWhile(event -> !event.what().equals("FIND_CONFIRM"))
                        .allMatch(event -> event.digest() == TraceEvent.NO_DIGEST);
    }

    private static boolean keyBeforeReadRequest(List<List<TraceEvent>> logs) {
        List<TraceEvent> terminal = of(Party.TERMINAL, logs);
        int request = position(
                terminal, event -> event.action() == Action.SENT && event.what().equals("READ_REQUEST"));
        int key = position(terminal, event -> event.what().equals(TraceEvent.SESSION_KEY));
        return key >= 0 && key < request && terminal.get(request).sealedDigest() != TraceEvent.NO_DIGEST;
    }

    /** Suite and id of the key that stands at one end, as both ends name it. */
    static Optional<String> sessionKey(List<List<TraceEvent>> logs, Party party) {
        return of(party, logs).stream()
                .filter(event -> event.what().equals(TraceEvent.SESSION_KEY))
                .map(event -> event.note().substring(0, event.note().lastIndexOf(", with ")))
                .findFirst();
    }

    private static List<TraceEvent> of(Party party, List<List<TraceEvent>> logs) {
        return logs.stream()
                .flatMap(List::stream)
                .filter(event -> event.party() == party)
                .toList();
    }

    private static int position(List<TraceEvent> log, Predicate<TraceEvent> of) {
        return IntStream.range(0, log.size())
                .filter(i -> of.test(log.get(i)))
                .findFirst()
                .orElse(-1);
    }

    private static List<String> choice(List<List<TraceEvent>> logs) {
        return of(Party.SERVER, logs).stream()
                .filter(event -> event.action() == Action.DECIDED)
                .map(TraceEvent::note)
                .toList();
    }
}
