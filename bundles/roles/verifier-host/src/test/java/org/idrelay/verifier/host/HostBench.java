package org.idrelay.verifier.host;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.verifier.Capability;
import org.idrelay.api.verifier.CardAnswer;
import org.idrelay.api.verifier.VerifierState;
import org.idrelay.link.Endpoint;
import org.idrelay.link.ManualLoop;
import org.idrelay.operations.HostOperations.HostedVerifier;
import org.idrelay.secrecy.Keyring;
import org.idrelay.secrecy.SessionKeySettings;
import org.idrelay.wire.CardAnswers;
import org.idrelay.wire.FindConfirm;
import org.idrelay.wire.MessageType;
import org.idrelay.wire.ReadRequest;
import org.idrelay.wire.SelectConfirm;
import org.idrelay.wire.SelectRequest;
import org.idrelay.wire.VerifierChanged;
import org.junit.jupiter.api.AfterEach;

/** A host with one fake verifier and one fake server, whose time stands still until a test moves it. */
class HostBench {

    static final HostSettings SETTINGS = new HostSettings(
            "host-1",
            "127.0.0.1:7301",
            Endpoint.Security.PLAIN,
            SessionKeySettings.OFF,
            new HostSettings.Timing(10_000, 8_000, 5_000),
            Endpoint.Limits.DEFAULT,
            HostAdmission.OPEN);

    final ManualLoop loop = new ManualLoop();
    final VerifierHost host;
    final OfferOperations operations;
    final FakeVerifier sam = new FakeVerifier("sam-1");
    final CountDownLatch latch = new CountDownLatch(1);
    final HostsServer server;

    HostBench() {
        this(SETTINGS, new Keyring());
    }

    HostBench(HostSettings settings, Keyring keyring) {
        host = new VerifierHost(settings, keyring, loop::millis);
        operations = new OfferOperations(host);
        server = start();
    }

    HostBench(HostAdmission admission) {
        this(settings(SETTINGS.sessionKey(), admission), new Keyring());
    }

    static HostSettings settings(SessionKeySettings sessionKey, HostAdmission admission) {
        return new HostSettings(
                SETTINGS.identity(),
                SETTINGS.address(),
                SETTINGS.security(),
                sessionKey,
                SETTINGS.timing(),
                SETTINGS.limits(),
                admission);
    }

    private HostsServer start() {
        host.addVerifier(sam);
        host.servers().started(loop);
        return new HostsServer(loop, host.servers(), "server-1");
    }

    @AfterEach
    void stop() {
        latch.countDown();
        host.stop();
    }

    void endedByTrouble(HostsServer.Lease lease, String call) {
        if (call.equals("find")) {
            lease.failed(FailureCode.VERIFIER_ANSWER_MALFORMED);
            return;
        }
        lease.found();
        lease.send(new FindConfirm(Bytes.EMPTY, Bytes.ofHex("5000000000D103860C008080")));
        if (!call.equals("confirmFind")) {
            lease.send(new SelectRequest());
        }
        if (List.of("confirmSelect", "read", "record").contains(call)) {
            server.until(() -> lease.types().contains(MessageType.SELECT_RESPONSE));
            lease.send(new SelectConfirm(Bytes.ofHex("08"), Bytes.ofHex("A1A2A3A4A5A6A7A8")));
        }
        if (List.of("read", "record").contains(call)) {
            lease.send(new ReadRequest(Set.of(Capability.TEXT_PHOTO), List.of()));
        }
        if (call.equals("record")) {
            server.until(() -> lease.types().contains(MessageType.CARD_COMMANDS));
            lease.send(new CardAnswers(List.of(CardAnswer.of(Bytes.ofHex("9000")))));
        }
        lease.failed(FailureCode.VERIFIER_ANSWER_MALFORMED);
    }

    void released(long times) {
        server.until(() -> sam.count("release") == times && info().state() == VerifierState.IDLE);
    }

    HostedVerifier info() {
        return operations.verifiers().get(0);
    }

    VerifierChanged lastChange() {
        return server.announced().stream()
                .filter(VerifierChanged.class::isInstance)
                .map(VerifierChanged.class::cast)
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }
}
