package org.idrelay.verifier.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.idrelay.api.FailureCode;
import org.idrelay.api.settings.Settings;
import org.idrelay.api.verifier.Capability;
import org.idrelay.api.verifier.VerifierState;
import org.idrelay.link.AllowList;
import org.idrelay.link.FrequencyLimit.Rate;
import org.idrelay.operations.HostOperations.HostedVerifier;
import org.idrelay.wire.MessageType;
import org.idrelay.wire.ReadRequest;
import org.junit.jupiter.api.Test;

/** A host that lets two servers in and reads each card twice a minute. */
class HostAdmissionTest extends HostBench {

    private static final int WINDOW = 60_000;
    private static final String CARD = "A1A2A3A4A5A6A7A8";
    private static final String OTHER = "B1B2B3B4B5B6B7B8";

    HostAdmissionTest() {
        super(new HostAdmission(
                AllowList.of(Settings.of(VerifierHost.PID), "allowServers", "server-1,server-2"), new Rate(2, WINDOW)));
    }

    @Test
    void aServerThatIsNotOnTheListIsRefusedAndDisturbsNobody() {
        HostsServer.Lease lease = server.find(1, 1).found();
        HostsServer stranger = new HostsServer(loop, host.servers(), "server-9");
        stranger.find(1, 2);

        assertEquals(Optional.of(FailureCode.IDENTITY_REFUSED), stranger.link().closedWith());
        assertEquals(List.of(), stranger.announced());
        assertEquals(Optional.of("server-1"), operations.server());
        assertEquals(Optional.empty(), lease.failure());
        assertEquals(1, info().term());
    }

    @Test
    void anAllowedServerStillWaitsUntilTheHostIsFree() {
        HostsServer second = new HostsServer(loop, host.servers(), "server-2");
        assertEquals(Optional.of(FailureCode.HOST_TAKEN), second.link().closedWith());
    }

    @Test
    void oneReadTooManyFailsBeforeTheVerifierLearnsOfTheCardAndReleasesIt() {
        reads(2);
        HostsServer.Lease tooMany = server.find(1, 3).selected().card(CARD);

        assertEquals(Optional.of(FailureCode.CARD_LIMIT), tooMany.failure());
        released(3);
        assertEquals(2, sam.count("confirmSelect"));
        assertEquals(2, sam.count("read"));
        assertEquals(Optional.empty(), info().session());
        assertEquals(0, loop.pending());
    }

    @Test
    void aReadRequestThatWasUnderWayIsNotServed() {
        reads(2);
        HostsServer.Lease tooMany = server.find(1, 3).selected().card(CARD);
        tooMany.send(new ReadRequest(Set.of(Capability.TEXT_PHOTO), List.of()));
        released(3);

        assertEquals(
                1, tooMany.types().stream().filter(MessageType.FAILURE::equals).count());
        assertFalse(tooMany.types().contains(MessageType.CARD_COMMANDS));
        assertEquals(Optional.empty(), server.link().closedWith());
    }

    @Test
    void theVerifierServesTheNextCardAtOnce() {
        reads(2);
        server.find(1, 3).selected().card(CARD);
        HostsServer.Lease next = server.find(1, 4).selected().card(OTHER);
        next.send(new ReadRequest(Set.of(Capability.TEXT_PHOTO), List.of()));
        server.until(() -> next.types().contains(MessageType.CARD_COMMANDS));

        assertEquals(Optional.empty(), next.failure());
    }

    @Test
    void theSameCardPassesAgainWhenTheWindowHasPassed() {
        reads(2);
        loop.pass(WINDOW - 1);
        server.find(1, 3).selected().card(CARD).failed(FailureCode.CARD_LIMIT);
        released(3);
        loop.pass(1);

        server.find(1, 4).read();
    }

    @Test
    void allVerifiersOfTheHostCountTogether() {
        host.addVerifier(new FakeVerifier("sam-2"));
        reads(1);
        server.find(2, 1).read();
        server.until(
                () -> operations.verifiers().stream().map(HostedVerifier::state).allMatch(VerifierState.IDLE::equals));

        server.find(2, 2).selected().card(CARD).failed(FailureCode.CARD_LIMIT);
    }

    private void reads(int times) {
        for (int term = 1; term <= times; term++) {
            server.find(1, term).read();
            released(term);
        }
    }
}
