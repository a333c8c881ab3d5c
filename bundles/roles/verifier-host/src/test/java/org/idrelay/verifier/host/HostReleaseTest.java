package org.idrelay.verifier.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.idrelay.api.FailureCode;
import org.idrelay.api.verifier.VerifierState;
import org.idrelay.wire.Frame;
import org.idrelay.wire.VerifierRemoved;
import org.junit.jupiter.api.Test;

/** How verifiers are released, quarantined, come and go, and what a lost server leaves. */
class HostReleaseTest extends HostBench {

    @Test
    void theNextLeaseWaitsForTheRelease() {
        sam.when("release", FakeVerifier.deaf(latch));
        server.find(1, 1).read();
        HostsServer.Lease next = server.find(1, 2);
        server.until(() -> sam.calls().contains("release"));
        assertEquals(1, sam.count("find"));
        assertEquals(List.of(), next.types());

        latch.countDown();
        next.read();
    }

    @Test
    void aReleaseThatTakesTooLongQuarantinesUntilItReturns() {
        sam.when("release", FakeVerifier.deaf(latch));
        server.find(1, 1).read();
        HostsServer.Lease next = server.find(1, 2);
        server.until(() -> sam.calls().contains("release"));
        loop.pass(SETTINGS.timing().verifierCallMillis());

        assertEquals(Optional.of(FailureCode.VERIFIER_BUSY), next.failure());
        assertEquals(VerifierState.QUARANTINED, info().state());
        assertEquals(VerifierState.QUARANTINED, lastChange().state());
        assertEquals(Optional.of(FailureCode.VERIFIER_BUSY), server.find(1, 3).failure());

        latch.countDown();
        server.until(() -> info().state() == VerifierState.IDLE);
        assertEquals(VerifierState.IDLE, lastChange().state());
        server.find(1, 4).read();
    }

    @Test
    void aCallThatIgnoresInterruptsQuarantinesUntilItReturns() {
        sam.when("find", FakeVerifier.deaf(latch));
        HostsServer.Lease lease = server.find(1, 1);
        server.until(() -> sam.calls().contains("find"));
        loop.pass(SETTINGS.timing().verifierCallMillis());
        assertEquals(Optional.of(FailureCode.VERIFIER_TIMEOUT), lease.failure());
        loop.pass(SETTINGS.timing().verifierCallMillis());
        assertEquals(VerifierState.QUARANTINED, info().state());

        latch.countDown();
        released(1);
        server.until(() -> info().state() == VerifierState.IDLE);
    }

    @Test
    void aReleaseThatFailsQuarantinesUntilOneSucceeds() {
        sam.when("release", FakeVerifier.failing(FailureCode.VERIFIER_TIMEOUT));
        server.find(1, 1).read();
        server.until(() -> info().state() == VerifierState.QUARANTINED);
        assertEquals("release failed: VERIFIER_TIMEOUT", lastChange().note());
        loop.pass(SETTINGS.timing().releaseRetryMillis());
        server.until(() -> sam.count("release") == 2);
        assertEquals(VerifierState.QUARANTINED, info().state());

        sam.well("release");
        loop.pass(SETTINGS.timing().releaseRetryMillis());
        server.until(() -> info().state() == VerifierState.IDLE);
        server.find(1, 2).read();
    }

    @Test
    void aQuarantinedVerifierIsAnnouncedAsSuch() {
        sam.when("release", FakeVerifier.failing(FailureCode.VERIFIER_TIMEOUT));
        server.find(1, 1).read();
        server.until(() -> info().state() == VerifierState.QUARANTINED);
        HostsServer again = new HostsServer(loop, host.servers(), "server-1");

        assertEquals(VerifierState.QUARANTINED, again.offer("sam-1").state());
        assertEquals(1, again.offer("sam-1").highestTerm());
    }

    @Test
    void aVerifierThatGoesFailsItsSessionAndIsReleasedOnceMore() {
        HostsServer.Lease lease = server.find(1, 1).exchanging();
        host.removeVerifier(sam);

        assertEquals(Optional.of(FailureCode.VERIFIER_GONE), lease.failure());
        assertEquals(new VerifierRemoved(1), server.announced().get(1));
        assertEquals("release", sam.calls().get(sam.calls().size() - 1));
        assertEquals(List.of(), operations.verifiers());
        assertEquals(Optional.of(FailureCode.VERIFIER_GONE), server.find(1, 2).failure());
    }

    @Test
    void aVerifierThatComesBackKeepsNumberAndTerm() {
        server.find(1, 17).read();
        host.removeVerifier(sam);
        host.addVerifier(new FakeVerifier("sam-2"));
        host.addVerifier(new FakeVerifier("sam-1"));
        loop.run();

        assertEquals(17, server.offer("sam-1").highestTerm());
        assertEquals(1, server.offer("sam-1").number());
        assertEquals(2, server.offer("sam-2").number());
        server.find(1, 18).read();
    }

    @Test
    void aNameThatIsTakenIsIgnoredUntilItIsFree() {
        FakeVerifier second = new FakeVerifier("sam-1");
        host.addVerifier(second);
        loop.run();
        assertEquals(1, server.announced().size());

        host.removeVerifier(sam);
        loop.run();
        server.find(1, 1).read();
        assertEquals(List.of(), sam.calls());
        assertTrue(second.calls().contains("find"));
    }

    @Test
    void aVerifierWithoutAProperNameIsIgnored() {
        host.addVerifier(new FakeVerifier("no name"));
        loop.run();

        assertEquals(1, operations.verifiers().size());
    }

    @Test
    void aLostServerEndsItsSessions() {
        HostsServer.Lease lease = server.find(1, 1).exchanging();
        server.link().lose(FailureCode.LINK_SILENT);
        loop.run();
        released(1);

        assertEquals(Optional.empty(), lease.failure());
        assertEquals(Optional.empty(), operations.server());
        HostsServer other = new HostsServer(loop, host.servers(), "server-2");
        other.find(1, 2).read();
    }

    @Test
    void anotherServerIsSentAway() {
        HostsServer other = new HostsServer(loop, host.servers(), "server-2");

        assertEquals(Optional.of(FailureCode.HOST_TAKEN), other.link().closedWith());
        assertEquals(List.of(), other.announced());
        assertEquals(Optional.of("server-1"), operations.server());
        server.find(1, 1).read();
    }

    @Test
    void theSameServersNewestLinkWins() {
        server.find(1, 1).exchanging();
        HostsServer again = new HostsServer(loop, host.servers(), "server-1");

        assertEquals(Optional.of(FailureCode.LINK_REPLACED), server.link().closedWith());
        released(1);
        assertEquals(1, again.offer("sam-1").highestTerm());
        again.find(1, 2).read();
    }

    @Test
    void aLinkMessageThatIsNoServersClosesTheLink() {
        server.link().receive(Frame.ofLink(new VerifierRemoved(1)));
        loop.run();

        assertEquals(Optional.of(FailureCode.MESSAGE_UNEXPECTED), server.link().closedWith());
    }

    @Test
    void aHostThatStopsFailsItsSessionsAndReleases() {
        HostsServer.Lease lease = server.find(1, 1).found();
        host.stop();

        assertEquals(Optional.of(FailureCode.VERIFIER_GONE), lease.failure());
        assertEquals(List.of("find", "release"), sam.calls());
    }
}
