package org.idrelay.monitoring;

import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.idrelay.api.FailureCode;
import org.idrelay.api.verifier.Capability;
import org.idrelay.api.verifier.VerifierState;
import org.idrelay.operations.HostOperations;
import org.idrelay.operations.HostOperations.HostedVerifier;
import org.idrelay.operations.LinkOperations;
import org.idrelay.operations.LinkOperations.CertificateInfo;
import org.idrelay.operations.LinkOperations.LinkInfo;
import org.idrelay.operations.ServerOperations;
import org.idrelay.operations.ServerOperations.FailureCount;
import org.idrelay.operations.ServerOperations.FiguresInfo;
import org.idrelay.operations.ServerOperations.Phase;
import org.idrelay.operations.ServerOperations.PhaseHistogram;
import org.idrelay.operations.ServerOperations.Tally;
import org.idrelay.operations.ServerOperations.VerifierInfo;
import org.idrelay.operations.reading.CardReading;
import org.idrelay.operations.reading.ReaderStatus;

/** Roles of a container that answer as a test says. */
final class Roles {

    static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    final List<VerifierState> verifiers = new ArrayList<>(List.of(VerifierState.IDLE, VerifierState.LEASED));
    final List<LinkInfo> linked = new ArrayList<>();
    final List<CertificateInfo> certificates = new ArrayList<>();
    final List<ReaderStatus> readers = new ArrayList<>(List.of(reader("reader-1")));
    Optional<String> server = Optional.of("server-1");
    boolean loopAnswers = true;

    ServerOperations server() {
        return answering(
                ServerOperations.class,
                Map.of(
                        "figures", figures(),
                        "sessions", List.of(),
                        "terminals", List.of(),
                        "verifiers",
                                verifiers.stream()
                                        .map(state -> new VerifierInfo(
                                                "sam-" + state,
                                                "host-1",
                                                state,
                                                Set.of(Capability.TEXT_PHOTO),
                                                1,
                                                Optional.<UUID>empty(),
                                                new Tally(4, 1, "")))
                                        .toList()));
    }

    HostOperations host() {
        return answering(
                HostOperations.class,
                Map.of(
                        "host",
                        "host-1",
                        "server",
                        server,
                        "verifiers",
                        verifiers.stream()
                                .map(state -> new HostedVerifier(
                                        "sam-" + state,
                                        state,
                                        Set.of(Capability.TEXT_PHOTO),
                                        1,
                                        Optional.<UUID>empty(),
                                        ""))
                                .toList()));
    }

    CardReading terminal() {
        return answering(CardReading.class, Map.of("terminal", "t-01", "readers", readers));
    }

    LinkOperations links() {
        return answering(
                LinkOperations.class, Map.of("links", linked, "certificates", certificates, "serverSharesHost", false));
    }

    Roles link(String endpoint, String role) {
        linked.add(new LinkInfo(endpoint, role, role + "-1", "127.0.0.1:1", "", Optional.empty(), NOW));
        return this;
    }

    Roles certificate(Instant begins, Instant ends) {
        certificates.add(new CertificateInfo("urn:idrelay:terminal:t-01", "Ed25519", begins, ends));
        return this;
    }

    static ReaderStatus reader(String name) {
        return new ReaderStatus(
                name,
                "line",
                "POLLING",
                false,
                new ReaderStatus.Polling(70, 60),
                new ReaderStatus.Tally(5, 2, Optional.of(FailureCode.CARD_GONE)));
    }

    private static FiguresInfo figures() {
        return new FiguresInfo(
                List.of(),
                List.of(),
                List.of(new PhaseHistogram(
                        Phase.READ, List.of(0L, 0L, 0L, 0L, 0L, 1L, 2L, 0L, 0L, 0L, 0L, 0L, 1L), 42_500)),
                List.of(new FailureCount(FailureCode.CARD_GONE, 3, 1000)),
                2,
                8,
                3);
    }

    /** Anything else than these answers fails, and so does everything while the loop does not answer. */
    private <T> T answering(Class<T> contract, Map<String, Object> answers) {
        return contract.cast(Proxy.newProxyInstance(
                contract.getClassLoader(), new Class<?>[] {contract}, (proxy, method, arguments) -> {
                    Object answer = answers.get(method.getName());
                    if (answer == null || !loopAnswers) {
                        throw new IllegalStateException(method.getName());
                    }
                    return answer;
                }));
    }
}
