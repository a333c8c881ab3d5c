package org.idrelay.operations;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.idrelay.api.FailureCode;
import org.idrelay.api.routing.Verdict;
import org.idrelay.api.verifier.Capability;
import org.idrelay.api.verifier.VerifierState;
import org.osgi.annotation.versioning.ProviderType;

/** What this container's server knows. Offered by the server; callable on any thread but its event loop. */
@ProviderType
public interface ServerOperations {

    List<VerifierInfo> verifiers();

    List<TerminalInfo> terminals();

    List<SessionInfo> sessions();

    /**
     * What the routing policy would decide for a terminal now, and why.
     *
     * @param terminal the terminal's identity; it need not be connected
     * @param reader the reader's name, or empty for none in particular
     */
    Explanation explain(String terminal, String reader);

    /**
     * Shuts a peer out at once, and after a restart too: its open sessions fail, its link is closed (IDENTITY_FROZEN).
     *
     * @param identity the peer's name; it need not be connected
     * @return whether it was not frozen before
     * @throws IllegalArgumentException if that is no name
     * @throws java.io.UncheckedIOException if it is frozen, but will not be after a restart
     */
    boolean freeze(Kind kind, String identity);

    /**
     * Lets a peer come back.
     *
     * @return whether it was frozen
     * @throws IllegalArgumentException if that is no name
     * @throws java.io.UncheckedIOException if it is not frozen any more, but will be after a restart
     */
    boolean unfreeze(Kind kind, String identity);

    /** Who is let in, who is frozen, and how much each terminal reads. */
    AdmissionInfo admission();

    /** What the server counted since it started. */
    FiguresInfo figures();

    /**
     * Figures for a plot. Times are ages, as clocks may differ.
     *
     * @param minutes the last 60 minutes, oldest first; the last one is under way
     * @param phases how long the phases of recent reads took
     * @param histograms how long the phases of all reads since the start took
     * @param failures by code, the newest first
     * @param waiting how many sessions wait for a verifier now
     * @param reads how many reads since the start
     * @param failed how many sessions failed since the start
     */
    record FiguresInfo(
            List<Minute> minutes,
            List<PhaseTimes> phases,
            List<PhaseHistogram> histograms,
            List<FailureCount> failures,
            int waiting,
            long reads,
            long failed) {}

    /** What ended in one minute. */
    record Minute(int reads, int failures) {}

    /** What a read spends its time with, as the server sees it. */
    enum Phase {
        /** From FIND REQUEST to FIND CONFIRM, waiting for a verifier included. */
        FIND,
        /** From FIND CONFIRM to SELECT CONFIRM. */
        SELECT,
        /** From SELECT CONFIRM to IDENTITY. */
        READ
    }

    /**
     * How long a phase took.
     *
     * @param count in how many of the newest reads; at most 256
     * @param p50Millis half of them took no longer
     * @param p95Millis 95 of 100 took no longer
     */
    record PhaseTimes(Phase phase, int count, long p50Millis, long p95Millis) {}

    /**
     * How long a phase took in all reads since the start.
     *
     * @param counts how many took no longer than the limit of the same place, and longer than the one before; one more for
     *     those that took longer than all
     * @param sumMillis all of them together
     */
    record PhaseHistogram(Phase phase, List<Long> counts, long sumMillis) {

        /** The limits, in milliseconds. */
        public static final List<Long> LIMITS_MILLIS =
                List.of(5L, 10L, 25L, 50L, 100L, 250L, 500L, 1_000L, 2_500L, 5_000L, 10_000L, 30_000L);
    }

    /**
     * How often sessions failed with a code.
     *
     * @param agoMillis how long ago the last one was
     */
    record FailureCount(FailureCode code, long count, long agoMillis) {}

    /** What a peer of a server is. */
    enum Kind {
        TERMINAL,
        HOST
    }

    /**
     * A verifier.
     *
     * @param session the session that holds its lease
     * @param term the highest term so far
     */
    record VerifierInfo(
            String name,
            String host,
            VerifierState state,
            Set<Capability> capabilities,
            long term,
            Optional<UUID> session,
            Tally tally) {}

    /**
     * What a verifier did since the server first heard of it.
     *
     * @param lastError what went wrong with it last; empty if nothing did
     */
    record Tally(long reads, long failures, String lastError) {}

    /** A terminal with a live link. Readers are those that opened a session since. */
    record TerminalInfo(
            String identity, String address, Set<String> readers, int sessions, long reads, long failures) {}

    /**
     * A session under way.
     *
     * @param state the server's state for it, as in {@code docs/session.md}
     * @param verifier the verifier's name; empty while it waits in the queue
     * @param ageMillis how long ago it began
     */
    record SessionInfo(
            UUID id,
            String terminal,
            String reader,
            String state,
            Optional<String> verifier,
            long term,
            long ageMillis) {}

    /**
     * What the policy of that name says of each verifier.
     *
     * @param verdicts candidates in the policy's order, the best first
     */
    record Explanation(String policy, List<Verdict> verdicts) {

        /** The verdicts of that chance, in the policy's order. */
        public List<Verdict> verdicts(Verdict.Chance chance) {
            return verdicts.stream()
                    .filter(verdict -> verdict.chance() == chance)
                    .toList();
        }
    }

    /**
     * How peers are admitted.
     *
     * @param terminalReads how many reads a terminal may begin in the window; 0 for no limit, then reads are not counted
     * @param terminalWindowMillis the window's length
     * @param identities terminals, then hosts, by name: all that are connected, frozen, named in an allow list, or read
     */
    record AdmissionInfo(int terminalReads, int terminalWindowMillis, List<IdentityInfo> identities) {}

    /**
     * A peer.
     *
     * @param connected whether it has a live link
     * @param allowed whether the allow list lets it in
     * @param frozen whether an operator shut it out
     * @param reads how many reads it began in the window that ends now
     */
    record IdentityInfo(Kind kind, String identity, boolean connected, boolean allowed, boolean frozen, int reads) {}
}
