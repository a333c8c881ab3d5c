package org.idrelay.api.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.idrelay.api.verifier.Capability;
import org.idrelay.api.verifier.VerifierState;
import org.junit.jupiter.api.Test;

class FleetTest {

    private final Fleet fleet = Fleet.of(List.of(
            verifier("sam-3", VerifierState.IDLE, 0),
            verifier("sam-4", VerifierState.LEASED, 2),
            verifier("sam-1", VerifierState.IDLE, 5),
            verifier("sam-2", VerifierState.IDLE, 0),
            verifier("sam-0", VerifierState.GONE, 1)));

    @Test
    void findsByName() {
        assertEquals(Optional.of(verifier("sam-4", VerifierState.LEASED, 2)), fleet.find("sam-4"));
        assertEquals(Optional.empty(), fleet.find("sam-9"));
    }

    @Test
    void givesIdleOnesTheLeastRecentlyUsedFirst() {
        assertEquals(List.of("sam-2", "sam-3", "sam-1"), names(fleet.idle()));
    }

    @Test
    void givesTheOthersBehindTheIdleOnesByName() {
        assertEquals(List.of("sam-2", "sam-3", "sam-1", "sam-0", "sam-4"), names(fleet.all()));
    }

    @Test
    void ofTwoWithTheSameNameTheLastCounts() {
        Fleet twice = Fleet.of(
                List.of(verifier("sam-1", VerifierState.IDLE, 1), verifier("sam-1", VerifierState.QUARANTINED, 1)));

        assertEquals(List.of(), names(twice.idle()));
        assertEquals(List.of("sam-1"), names(twice.all()));
    }

    @Test
    void staysAsItWasWhenAVerifierChanges() {
        Fleet leased = fleet.with(verifier("sam-2", VerifierState.LEASED, 6));
        Fleet released = leased.with(verifier("sam-2", VerifierState.IDLE, 7));

        assertEquals(List.of("sam-2", "sam-3", "sam-1"), names(fleet.idle()));
        assertEquals(List.of("sam-3", "sam-1"), names(leased.idle()));
        assertEquals(List.of("sam-3", "sam-1", "sam-2"), names(released.idle()));
    }

    @Test
    void namesAreAnotherObjectOnlyWhenOneIsAdded() {
        Fleet changed = fleet.with(verifier("sam-2", VerifierState.GONE, 6));
        Fleet grown = changed.with(verifier("sam-9", VerifierState.IDLE, 0));

        assertEquals(Set.of("sam-0", "sam-1", "sam-2", "sam-3", "sam-4"), fleet.names());
        assertSame(fleet.names(), changed.names());
        assertNotSame(fleet.names(), grown.names());
        assertTrue(grown.names().contains("sam-9"));
        assertFalse(fleet.names().contains("sam-9"));
    }

    @Test
    void aVerifierMeetsARequestIfItCanReadAllOfIt() {
        VerifierStatus verifier = verifier("sam-1", VerifierState.IDLE, 0);

        assertTrue(verifier.meets(new RoutingRequest("t-01", "", Set.of())));
        assertTrue(verifier.meets(new RoutingRequest("t-01", "", Set.of(Capability.TEXT_PHOTO))));
        assertFalse(
                verifier.meets(new RoutingRequest("t-01", "", Set.of(Capability.TEXT_PHOTO, Capability.FINGERPRINT))));
    }

    private static VerifierStatus verifier(String name, VerifierState state, long useCount) {
        return new VerifierStatus(name, state, Set.of(Capability.TEXT_PHOTO), useCount);
    }

    private static List<String> names(Stream<VerifierStatus> verifiers) {
        return verifiers.map(VerifierStatus::name).toList();
    }
}
