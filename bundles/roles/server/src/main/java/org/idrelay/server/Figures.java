package org.idrelay.server;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.LongStream;
import org.idrelay.api.FailureCode;
import org.idrelay.operations.ServerOperations.FailureCount;
import org.idrelay.operations.ServerOperations.FiguresInfo;
import org.idrelay.operations.ServerOperations.Minute;
import org.idrelay.operations.ServerOperations.Phase;
import org.idrelay.operations.ServerOperations.PhaseHistogram;
import org.idrelay.operations.ServerOperations.PhaseTimes;
import org.idrelay.wire.MessageType;

/**
 * What the server counts: sessions by minute, how long each phase of a read takes, failures by code. Of bounded size, whatever
 * comes. Lives on the event loop; time comes in as an argument, from a clock that never goes back.
 */
final class Figures {

    /** How many minutes are remembered, the one under way included. */
    static final int MINUTES = 60;

    /** How many reads a phase's times are taken from. */
    static final int WINDOW = 256;

    private static final long MINUTE_MILLIS = 60_000;

    private final int[] reads = new int[MINUTES];
    private final int[] failures = new int[MINUTES];
    private final Map<UUID, Long> marks = new HashMap<>();
    private final Map<Phase, Deque<Long>> times = new EnumMap<>(Phase.class);
    private final Map<Phase, long[]> histograms = new EnumMap<>(Phase.class);
    private final Map<Phase, Long> sums = new EnumMap<>(Phase.class);
    private final Map<FailureCode, Count> codes = new EnumMap<>(FailureCode.class);
    private long minute;
    private long allReads;
    private long allFailures;

    /** How often a failure was, and when last. */
    private record Count(long times, long lastMillis) {}

    Figures(long nowMillis) {
        minute = nowMillis / MINUTE_MILLIS;
        for (Phase phase : Phase.values()) {
            times.put(phase, new ArrayDeque<>());
            histograms.put(phase, new long[PhaseHistogram.LIMITS_MILLIS.size() + 1]);
        }
    }

    /** A session's first message came. */
    void began(UUID session, long nowMillis) {
        marks.put(session, nowMillis);
    }

    /** A message of a session passed: some end a phase and begin the next. */
    void passed(UUID session, MessageType type, long nowMillis) {
        switch (type) {
            case FIND_CONFIRM -> endPhase(Phase.FIND, session, nowMillis);
            case SELECT_CONFIRM -> endPhase(Phase.SELECT, session, nowMillis);
            case IDENTITY -> endPhase(Phase.READ, session, nowMillis);
            case FIND_REQUEST, FIND_RESPONSE, SELECT_REQUEST, SELECT_RESPONSE, READ_REQUEST -> {}
            case CARD_COMMANDS, CARD_ANSWERS, QUEUED, RECEIPT, FAILURE -> {}
            case HELLO, WELCOME, PING, PONG -> {}
            case VERIFIER_ADDED, VERIFIER_CHANGED, VERIFIER_REMOVED, READER_COMMAND, READER_ANSWER -> {}
        }
    }

    /** A session is over, or was refused at its first message. */
    void ended(UUID session, Ending ending, long nowMillis) {
        marks.remove(session);
        turnTo(nowMillis);
        int now = (int) (minute % MINUTES);
        if (ending.failure().isEmpty()) {
            reads[now]++;
            allReads++;
            return;
        }
        failures[now]++;
        allFailures++;
        codes.merge(ending.failure().get(), new Count(1, nowMillis), (so, far) -> new Count(so.times() + 1, nowMillis));
    }

    FiguresInfo info(int waiting, long nowMillis) {
        turnTo(nowMillis);
        List<Minute> minutes = new ArrayList<>();
        for (long past = minute - MINUTES + 1; past <= minute; past++) {
            int index = Math.floorMod(past, MINUTES);
            minutes.add(new Minute(reads[index], failures[index]));
        }
        List<PhaseTimes> phases = new ArrayList<>();
        times.forEach((phase, window) -> phases.add(timesOf(phase, window)));
        List<PhaseHistogram> sinceStart = new ArrayList<>();
        histograms.forEach((phase, all) -> sinceStart.add(
                new PhaseHistogram(phase, LongStream.of(all).boxed().toList(), sums.getOrDefault(phase, 0L))));
        List<FailureCount> counts = new ArrayList<>();
        codes.forEach(
                (code, count) -> counts.add(new FailureCount(code, count.times(), nowMillis - count.lastMillis())));
        counts.sort(Comparator.comparingLong(FailureCount::agoMillis));
        return new FiguresInfo(minutes, phases, sinceStart, counts, waiting, allReads, allFailures);
    }

    private void endPhase(Phase phase, UUID session, long nowMillis) {
        Long mark = marks.put(session, nowMillis);
        if (mark == null) {
            marks.remove(session);
            return;
        }
        Deque<Long> window = Objects.requireNonNull(times.get(phase));
        if (window.size() == WINDOW) {
            window.removeFirst();
        }
        long took = nowMillis - mark;
        window.addLast(took);
        long shorter = PhaseHistogram.LIMITS_MILLIS.stream()
                .filter(limit -> limit < took)
                .count();
        Objects.requireNonNull(histograms.get(phase))[(int) shorter]++;
        sums.merge(phase, took, Long::sum);
    }

    private static PhaseTimes timesOf(Phase phase, Deque<Long> window) {
        long[] sorted = window.stream().mapToLong(Long::longValue).sorted().toArray();
        return new PhaseTimes(phase, sorted.length, percentile(sorted, 50), percentile(sorted, 95));
    }

    /** The smallest time that so many percent do not exceed; 0 if there is none. */
    private static long percentile(long[] sorted, int percent) {
        return sorted.length == 0 ? 0 : sorted[(sorted.length * percent + 99) / 100 - 1];
    }

    /** Minutes in which nothing ended count nothing. */
    private void turnTo(long nowMillis) {
        long now = nowMillis / MINUTE_MILLIS;
        for (long passed = Math.max(minute + 1, now - MINUTES + 1); passed <= now; passed++) {
            reads[(int) (passed % MINUTES)] = 0;
            failures[(int) (passed % MINUTES)] = 0;
        }
        minute = Math.max(minute, now);
    }
}
