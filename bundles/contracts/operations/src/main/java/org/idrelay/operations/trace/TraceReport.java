package org.idrelay.operations.trace;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.idrelay.api.Party;
import org.idrelay.operations.trace.TraceEvent.Action;

/** One session as the roles at hand recorded it, for people and for machines. A value; safe on any thread. */
public final class TraceReport {

    private final Map<Party, List<TraceEvent>> logs = new EnumMap<>(Party.class);

    /** What the given roles recorded of a session. */
    public TraceReport(List<? extends TraceSource> sources, UUID session) {
        for (TraceSource source : sources) {
            List<TraceEvent> events = source.events(session);
            if (!events.isEmpty()) {
                logs.put(source.party(), events);
            }
        }
    }

    /** Whether no role at hand knows the session. */
    public boolean isEmpty() {
        return logs.isEmpty();
    }

    /**
     * The 28 steps, one line each: {@code step NN who→whom what size #digest *sealed note}. Step 25 has its count. A step of a
     * role that is not at hand is {@code elsewhere}, one that the session did not come to is {@code not reached}.
     */
    public List<String> steps() {
        return ClaimedStep.ALL.stream().map(this::line).toList();
    }

    /**
     * Every event as the text of a {@link TraceLine}: each party's log in its own order, the parties' logs merged by
     * step.
     */
    public List<String> events() {
        record Placed(int step, TraceLine line) {}
        List<Placed> placed = new ArrayList<>();
        for (List<TraceEvent> log : logs.values()) {
            int step = 0;
            for (int index = 0; index < log.size(); index++) {
                step = Math.max(step, log.get(index).step());
                placed.add(new Placed(step, new TraceLine(index, log.get(index))));
            }
        }
        return placed.stream()
                .sorted(Comparator.comparingInt(Placed::step))
                .map(event -> event.line().text())
                .toList();
    }

    private String line(ClaimedStep step) {
        return step.number() == ClaimedStep.EXCHANGE ? exchangeLine(step) : singleLine(step);
    }

    private String singleLine(ClaimedStep step) {
        List<TraceEvent> events = eventsOf(step.recordedBy(), step.number());
        Optional<TraceEvent> shown = events.stream()
                .filter(step::isDirectionOf)
                .findFirst()
                .or(() -> events.stream().findFirst());
        return shown.map(event -> text(step, event.what(), event.size(), digests(event), notes(events)))
                .orElseGet(() -> missing(step, logs.containsKey(step.recordedBy())));
    }

    /** Every party takes part in step 25: the one nearest to the card says how often. */
    private String exchangeLine(ClaimedStep step) {
        for (Party party : List.of(Party.TERMINAL, Party.SERVER, Party.VERIFIER)) {
            List<TraceEvent> events = eventsOf(party, step.number());
            if (!events.isEmpty()) {
                Party cardSide = party == Party.TERMINAL ? Party.CARD : Party.VERIFIER;
                List<TraceEvent> exchanged = events.stream()
                        .filter(event -> event.from() == cardSide || event.to() == cardSide)
                        .toList();
                Action command = party == Party.SERVER ? Action.RECEIVED : Action.SENT;
                long count = exchanged.stream()
                        .filter(event -> event.action() == command)
                        .count();
                int size = exchanged.stream().mapToInt(TraceEvent::size).sum();
                return text(step, "card commands ×" + count, size, "-     -", notes(events));
            }
        }
        return missing(step, logs.containsKey(step.recordedBy()));
    }

    private List<TraceEvent> eventsOf(Party party, int step) {
        return logs.getOrDefault(party, List.of()).stream()
                .filter(event -> event.step() == step)
                .toList();
    }

    private static String text(ClaimedStep step, String what, int size, String digest, String notes) {
        return "step %02d %-17s %-26s %5d %-11s %s"
                .formatted(step.number(), direction(step), what, size, digest, notes)
                .stripTrailing();
    }

    private static String missing(ClaimedStep step, boolean roleAtHand) {
        return "step %02d %-17s %s".formatted(step.number(), direction(step), roleAtHand ? "not reached" : "elsewhere");
    }

    private static String direction(ClaimedStep step) {
        String arrow = step.number() == ClaimedStep.EXCHANGE ? "↔" : "→";
        return step.from() == step.to() ? word(step.from()) : word(step.from()) + arrow + word(step.to());
    }

    private static String word(Party party) {
        return party.name().toLowerCase(Locale.ROOT);
    }

    /** Of the data, and of what stood sealed on the link: each is {@code -} if there is none. */
    private static String digests(TraceEvent event) {
        return "%-5s %-5s".formatted(digest('#', event.digest()), digest('*', event.sealedDigest()));
    }

    private static String digest(char mark, int digest) {
        return digest == TraceEvent.NO_DIGEST ? "-" : "%c%04x".formatted(mark, digest);
    }

    private static String notes(List<TraceEvent> events) {
        return events.stream()
                .map(TraceEvent::note)
                .filter(note -> !note.isBlank())
                .distinct()
                .collect(joining("; "));
    }
}
