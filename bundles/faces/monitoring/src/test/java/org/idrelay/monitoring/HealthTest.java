package org.idrelay.monitoring;

import static org.idrelay.monitoring.Roles.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.idrelay.api.FailureCode;
import org.idrelay.api.verifier.VerifierState;
import org.idrelay.operations.MonitoringOperations.Check;
import org.idrelay.operations.MonitoringOperations.Health;
import org.idrelay.operations.MonitoringOperations.Status;
import org.idrelay.operations.RecordOperations;
import org.idrelay.operations.RecordOperations.StoreStatus;
import org.idrelay.operations.StoreException;
import org.junit.jupiter.api.Test;

class HealthTest {

    private final Roles roles = new Roles();
    private final FakeExecutor executor = new FakeExecutor();
    private final Monitor monitor = new Monitor(new ReadingCounts(), new Checks(executor));

    @Test
    void aServerServesWhileOneOfItsVerifiersDoes() {
        roles.verifiers.clear();
        assertEquals(List.of(Status.UNAVAILABLE, "no verifier is here"), said(new ServerCheck(roles.server())));
        roles.verifiers.addAll(List.of(VerifierState.QUARANTINED, VerifierState.GONE, VerifierState.DRAINING));
        assertEquals(
                List.of(Status.UNAVAILABLE, "none of 3 verifiers can be leased"),
                said(new ServerCheck(roles.server())));
        roles.verifiers.add(VerifierState.LEASED);
        assertEquals(List.of(Status.WARN, "1 of 4 verifiers can be leased"), said(new ServerCheck(roles.server())));
        roles.verifiers.removeIf(state -> state != VerifierState.LEASED);
        assertEquals(List.of(Status.OK, "1 of 1 verifiers can be leased"), said(new ServerCheck(roles.server())));
    }

    @Test
    void aHostNeedsAServer() {
        assertEquals(Status.OK, said(new HostCheck(roles.host())).get(0));
        roles.server = Optional.empty();
        assertEquals(
                List.of(Status.UNAVAILABLE, "2 of 2 verifiers can be leased", "no server has a link to this host"),
                said(new HostCheck(roles.host())));
    }

    @Test
    void aTerminalNeedsAServerAndAReader() {
        TerminalCheck check = new TerminalCheck(roles.terminal(), roles.links());
        roles.link("servers", "server"); // that of the verifier host beside it
        assertEquals(List.of(Status.UNAVAILABLE, "no server is connected", "1 readers"), said(check));
        roles.link("server", "server");
        assertEquals(List.of(Status.OK, "1 readers"), said(check));
        roles.readers.clear();
        assertEquals(List.of(Status.UNAVAILABLE, "no reader is here"), said(check));
    }

    @Test
    void certificatesAreTakenNoteOfBeforeTheyEnd() {
        CertificateCheck check = new CertificateCheck(roles.links(), () -> NOW);
        assertEquals(Status.OK, said(check).get(0));
        roles.certificate(NOW.minusSeconds(9), NOW.plus(Duration.ofDays(14)));
        assertEquals(List.of(Status.OK, "1 certificates"), said(check));
        roles.certificate(NOW.minusSeconds(9), NOW.plus(Duration.ofDays(13)));
        assertEquals(
                List.of(Status.WARN, "2 certificates", "the certificate of urn:idrelay:terminal:t-01 ends in 13 days"),
                said(check));
        roles.certificates.clear();
        roles.certificate(NOW.minus(Duration.ofDays(9)), NOW.minus(Duration.ofDays(2)));
        assertEquals(
                List.of(
                        Status.CRITICAL,
                        "1 certificates",
                        "the certificate of urn:idrelay:terminal:t-01 ended 2 days ago"),
                said(check));
        roles.certificates.clear();
        roles.certificate(NOW.plusSeconds(1), NOW.plus(Duration.ofDays(99)));
        assertEquals(Status.CRITICAL, said(check).get(0));
    }

    @Test
    void aStoreThatFailsIsAWarningWithItsRemedy() {
        assertEquals(List.of(Status.OK, "7 records are kept"), said(new StoreCheck(store(false))));
        assertEquals(
                List.of(Status.WARN, FailureCode.STORE_FULL + ": " + FailureCode.STORE_FULL.remedy()),
                said(new StoreCheck(store(true))));
    }

    @Test
    void aLoopThatDoesNotAnswerIsNotAlive() {
        LiveCheck check = new LiveCheck();
        assertEquals(Status.OK, said(check).get(0));
        check.server = roles.server();
        assertEquals(List.of(Status.OK, "the event loop answers"), said(check));
        roles.loopAnswers = false;
        assertEquals(List.of(Status.CRITICAL, "the event loop does not answer"), said(check));
        check.server = null;
        check.host = roles.host();
        assertEquals(Status.CRITICAL, said(check).get(0));
    }

    @Test
    void threadsThatWaitForEachOtherAreNotAlive() throws InterruptedException {
        Deadlock deadlock = new Deadlock();
        try {
            assertEquals(
                    List.of(Status.CRITICAL, "2 threads wait for each other"),
                    said(new LiveCheck()).subList(0, 2));
        } finally {
            deadlock.letGo();
        }
        assertEquals(Status.OK, said(new LiveCheck()).get(0));
    }

    @Test
    void aContainerWithoutRolesServesNothing() {
        Health nothing = monitor.ready();
        assertEquals(Status.UNAVAILABLE, nothing.status());
        assertFalse(nothing.ok());
        assertTrue(monitor.live().ok());
        monitor.server = roles.server();
        assertEquals(new Health(Status.OK, List.of()), monitor.ready());
    }

    @Test
    void theWorstCheckCounts() {
        monitor.server = roles.server();
        executor.register("b", Checks.READY, () -> new Result(Result.Status.WARN, "look at it"));
        executor.register("a", Checks.LIVE, () -> new Result(Result.Status.OK, "fine"));
        assertEquals(
                new Health(
                        Status.WARN,
                        List.of(
                                new Check("a", Status.OK, List.of("fine")),
                                new Check("b", Status.WARN, List.of("look at it")))),
                monitor.ready());
        assertEquals(Status.OK, monitor.live().status());
        assertTrue(monitor.ready().ok());
        executor.register("c", Checks.READY, () -> new Result(Result.Status.HEALTH_CHECK_ERROR, "broken"));
        assertEquals(Status.CRITICAL, monitor.ready().status());
        assertFalse(monitor.ready().ok());
    }

    @Test
    void aCheckThatDoesNotEndIsAnAnswerToo() {
        executor.register("process", Checks.LIVE, () -> null);
        executor.register("records", Checks.READY, () -> null);
        assertEquals(Status.CRITICAL, monitor.live().status());
        assertEquals(
                List.of(Status.CRITICAL, Status.WARN),
                monitor.ready().checks().stream().limit(2).map(Check::status).toList());
    }

    @Test
    void noReasonIsAnExceptionsMessage() {
        executor.register(
                "vendor",
                Checks.LIVE,
                () -> new Result(Result.Status.CRITICAL, "a secret", new IllegalStateException("another")));
        assertEquals(List.of("the check failed"), monitor.live().checks().get(0).reasons());
    }

    private List<Object> said(HealthCheck check) {
        FakeExecutor alone = new FakeExecutor();
        alone.register("it", Checks.READY, check);
        Check result = new Checks(alone).run(Checks.READY).get(0);
        return Stream.concat(Stream.of(result.status()), result.reasons().stream())
                .map(Object.class::cast)
                .toList();
    }

    private static RecordOperations store(boolean failing) {
        return (RecordOperations) Proxy.newProxyInstance(
                RecordOperations.class.getClassLoader(),
                new Class<?>[] {RecordOperations.class},
                (proxy, method, arguments) -> {
                    if (failing) {
                        throw new StoreException(FailureCode.STORE_FULL, "on demand");
                    }
                    return new StoreStatus("h2", 1, 7, 30);
                });
    }
}
