package org.idrelay.routing;

import static org.idrelay.routing.Verifiers.candidates;
import static org.idrelay.routing.Verifiers.verdict;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.idrelay.api.routing.Fleet;
import org.idrelay.api.routing.RoutingPolicy;
import org.idrelay.api.routing.Verdict;
import org.idrelay.api.routing.Verdict.Chance;
import org.idrelay.api.verifier.VerifierState;
import org.junit.jupiter.api.Test;

/** What tells the policies apart. */
class PolicyTest {

    private static final String BINDINGS = "sam-1 = t-01, t-02/reader-3; sam-2 = t-02";
    private static final Fleet BOTH_IDLE = Verifiers.fleet(Verifiers.idle("sam-1"), Verifiers.idle("sam-2"));

    private final BindingTablePolicy table = new BindingTablePolicy(BINDINGS);
    private final TableIdlePolicy tableIdle = new TableIdlePolicy(BINDINGS);
    private final IdlePolicy idle = new IdlePolicy();

    @Test
    void tableGivesTheBoundVerifierThoughAnotherIsIdleToo() {
        assertEquals(List.of("sam-1"), candidates(table, Verifiers.from("t-01"), BOTH_IDLE));
        assertEquals(
                new Verdict("sam-2", Chance.NEVER, "is bound to others"),
                verdict(table, Verifiers.from("t-01"), BOTH_IDLE, "sam-2"));
    }

    @Test
    void tableBindsSingleReaders() {
        assertEquals(List.of("sam-1", "sam-2"), candidates(table, Verifiers.from("t-02", "reader-3"), BOTH_IDLE));
        assertEquals(List.of("sam-2"), candidates(table, Verifiers.from("t-02", "reader-4"), BOTH_IDLE));
    }

    @Test
    void tableLetsATerminalWaitForItsVerifier() {
        Fleet fleet = Verifiers.fleet(Verifiers.verifier("sam-1", VerifierState.LEASED, 1), Verifiers.idle("sam-2"));

        assertEquals(List.of(), candidates(table, Verifiers.from("t-01"), fleet));
        assertTrue(table.waitingHelps(Verifiers.from("t-01"), fleet));
    }

    @Test
    void tableNeverServesATerminalThatNoLineNames() {
        assertEquals(List.of(), candidates(table, Verifiers.from("t-09"), BOTH_IDLE));
        assertFalse(table.waitingHelps(Verifiers.from("t-09"), BOTH_IDLE));
    }

    @Test
    void tablePassesAVerifierWithoutALineOver() {
        Fleet fleet = Verifiers.fleet(Verifiers.idle("sam-9"));

        assertEquals(
                List.of(new Verdict("sam-9", Chance.NEVER, "has no line in the table")),
                table.explain(Verifiers.from("t-01"), fleet).toList());
    }

    @Test
    void anEditedTableCountsAtOnce() {
        table.replace("sam-2 = t-01");

        assertEquals(List.of("sam-2"), candidates(table, Verifiers.from("t-01"), BOTH_IDLE));
    }

    @Test
    void idlePicksTheIdleOneAmongLeasedAndFailedOnes() {
        Fleet fleet = Verifiers.fleet(
                Verifiers.verifier("sam-1", VerifierState.LEASED, 2),
                Verifiers.verifier("sam-2", VerifierState.IDLE, 9),
                Verifiers.verifier("sam-3", VerifierState.QUARANTINED, 1),
                Verifiers.verifier("sam-4", VerifierState.GONE, 0));

        assertEquals(List.of("sam-2"), candidates(idle, Verifiers.from("t-01"), fleet));
    }

    @Test
    void idleKnowsNoTable() {
        assertEquals(List.of("sam-1", "sam-2"), candidates(idle, Verifiers.from("t-09"), BOTH_IDLE));
    }

    @Test
    void tableIdlePrefersTheBoundVerifierThoughItWasUsedLast() {
        Fleet fleet = Verifiers.fleet(
                Verifiers.verifier("sam-1", VerifierState.IDLE, 9), Verifiers.verifier("sam-2", VerifierState.IDLE, 1));

        assertEquals(List.of("sam-1", "sam-2"), candidates(tableIdle, Verifiers.from("t-01"), fleet));
    }

    @Test
    void tableIdleFallsBackToAnyIdleOne() {
        Fleet fleet = Verifiers.fleet(
                Verifiers.verifier("sam-1", VerifierState.LEASED, 9), Verifiers.idle("sam-2"), Verifiers.idle("sam-9"));

        assertEquals(List.of("sam-2", "sam-9"), candidates(tableIdle, Verifiers.from("t-01"), fleet));
        assertEquals(
                new Verdict("sam-1", Chance.LATER, "serves another session"),
                tableIdle.explain(Verifiers.from("t-01"), fleet).findFirst().orElseThrow());
    }

    @Test
    void everyPolicySaysWhyItChooses() {
        String bound = "the table binds it to t-01";
        Fleet fleet = Verifiers.fleet(Verifiers.idle("sam-1"), Verifiers.idle("sam-9"));

        assertEquals(bound, reason(table, fleet, "sam-1"));
        assertEquals(bound, reason(tableIdle, fleet, "sam-1"));
        assertEquals(IdlePolicy.REASON, reason(tableIdle, fleet, "sam-9"));
        assertEquals(IdlePolicy.REASON, reason(idle, fleet, "sam-9"));
    }

    @Test
    void theNamesAreThoseOfTheConfiguration() {
        assertEquals(List.of("table", "table-idle", "idle"), List.of(table.name(), tableIdle.name(), idle.name()));
    }

    private static String reason(RoutingPolicy policy, Fleet fleet, String verifier) {
        Verdict verdict = verdict(policy, Verifiers.from("t-01"), fleet, verifier);
        assertEquals(Chance.NOW, verdict.chance());
        return verdict.reason();
    }
}
