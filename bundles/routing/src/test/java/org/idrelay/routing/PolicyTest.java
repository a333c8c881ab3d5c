package org.idrelay.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.idrelay.api.routing.RoutingDecision;
import org.idrelay.api.routing.RoutingDecision.PassedOver;
import org.idrelay.api.routing.VerifierStatus;
import org.idrelay.api.verifier.VerifierState;
import org.junit.jupiter.api.Test;

/** What tells the policies apart. */
class PolicyTest {

    private static final String BINDINGS = "sam-1 = t-01, t-02/reader-3; sam-2 = t-02";
    private static final List<VerifierStatus> BOTH_IDLE = List.of(Fleet.idle("sam-1"), Fleet.idle("sam-2"));

    private final BindingTablePolicy table = new BindingTablePolicy(BINDINGS);
    private final TableIdlePolicy tableIdle = new TableIdlePolicy(BINDINGS);
    private final IdlePolicy idle = new IdlePolicy();

    @Test
    void tableGivesTheBoundVerifierThoughAnotherIsIdleToo() {
        RoutingDecision decision = table.decide(Fleet.from("t-01"), BOTH_IDLE);

        assertEquals(List.of("sam-1"), decision.candidates());
        assertEquals(List.of(new PassedOver("sam-2", "is bound to others", false)), decision.passedOver());
    }

    @Test
    void tableBindsSingleReaders() {
        assertEquals(
                List.of("sam-1", "sam-2"),
                table.decide(Fleet.from("t-02", "reader-3"), BOTH_IDLE).candidates());
        assertEquals(
                List.of("sam-2"),
                table.decide(Fleet.from("t-02", "reader-4"), BOTH_IDLE).candidates());
    }

    @Test
    void tableLetsATerminalWaitForItsVerifier() {
        RoutingDecision decision = table.decide(
                Fleet.from("t-01"), List.of(Fleet.verifier("sam-1", VerifierState.LEASED, 1), Fleet.idle("sam-2")));

        assertEquals(List.of(), decision.candidates());
        assertTrue(decision.waitingHelps());
    }

    @Test
    void tableNeverServesATerminalThatNoLineNames() {
        RoutingDecision decision = table.decide(Fleet.from("t-09"), BOTH_IDLE);

        assertEquals(List.of(), decision.candidates());
        assertFalse(decision.waitingHelps());
    }

    @Test
    void tablePassesAVerifierWithoutALineOver() {
        RoutingDecision decision = table.decide(Fleet.from("t-01"), List.of(Fleet.idle("sam-9")));

        assertEquals(List.of(new PassedOver("sam-9", "has no line in the table", false)), decision.passedOver());
    }

    @Test
    void anEditedTableCountsAtOnce() {
        table.replace("sam-2 = t-01");

        assertEquals(
                List.of("sam-2"), table.decide(Fleet.from("t-01"), BOTH_IDLE).candidates());
    }

    @Test
    void idlePicksTheIdleOneAmongLeasedAndFailedOnes() {
        List<VerifierStatus> fleet = List.of(
                Fleet.verifier("sam-1", VerifierState.LEASED, 2),
                Fleet.verifier("sam-2", VerifierState.IDLE, 9),
                Fleet.verifier("sam-3", VerifierState.QUARANTINED, 1),
                Fleet.verifier("sam-4", VerifierState.GONE, 0));

        assertEquals(List.of("sam-2"), idle.decide(Fleet.from("t-01"), fleet).candidates());
    }

    @Test
    void idleKnowsNoTable() {
        assertEquals(
                List.of("sam-1", "sam-2"),
                idle.decide(Fleet.from("t-09"), BOTH_IDLE).candidates());
    }

    @Test
    void tableIdlePrefersTheBoundVerifierThoughItWasUsedLast() {
        List<VerifierStatus> fleet =
                List.of(Fleet.verifier("sam-1", VerifierState.IDLE, 9), Fleet.verifier("sam-2", VerifierState.IDLE, 1));

        assertEquals(
                List.of("sam-1", "sam-2"),
                tableIdle.decide(Fleet.from("t-01"), fleet).candidates());
    }

    @Test
    void tableIdleFallsBackToAnyIdleOne() {
        List<VerifierStatus> fleet =
                List.of(Fleet.verifier("sam-1", VerifierState.LEASED, 9), Fleet.idle("sam-2"), Fleet.idle("sam-9"));

        RoutingDecision decision = tableIdle.decide(Fleet.from("t-01"), fleet);
        assertEquals(List.of("sam-2", "sam-9"), decision.candidates());
        assertEquals(List.of(new PassedOver("sam-1", "serves another session", true)), decision.passedOver());
    }

    @Test
    void everyPolicySaysWhyItChooses() {
        assertEquals("the table binds it to t-01", table.reason(Fleet.from("t-01"), "sam-1"));
        assertEquals("the table binds it to t-01", tableIdle.reason(Fleet.from("t-01"), "sam-1"));
        assertEquals(IdlePolicy.REASON, tableIdle.reason(Fleet.from("t-01"), "sam-9"));
        assertEquals(IdlePolicy.REASON, idle.reason(Fleet.from("t-01"), "sam-9"));
    }

    @Test
    void theNamesAreThoseOfTheConfiguration() {
        assertEquals(List.of("table", "table-idle", "idle"), List.of(table.name(), tableIdle.name(), idle.name()));
    }
}
