package org.idrelay.server;

import java.util.List;
import java.util.Optional;
import org.idrelay.api.FailureCode;
import org.idrelay.api.verifier.VerifierState;
import org.idrelay.link.Endpoint;
import org.idrelay.link.LinkHandler;
import org.idrelay.link.ManualLoop;
import org.idrelay.operations.ServerOperations;
import org.idrelay.operations.ServerOperations.SessionInfo;
import org.idrelay.operations.ServerOperations.VerifierInfo;
import org.idrelay.routing.IdlePolicy;
import org.idrelay.wire.Failure;
import org.idrelay.wire.Frame;
import org.idrelay.wire.MessageType;
import org.idrelay.wire.WireException;

/** A server with nothing around it but a loop and links in memory. */
final class ServerBench {

    static final ServerSettings SETTINGS = new ServerSettings(
            "server-1",
            "127.0.0.1:7201",
            Endpoint.Security.PLAIN,
            "idle",
            new ServerSettings.Queue(3, 60_000),
            new ServerSettings.Patience(30_000, 12_000),
            new Endpoint.Limits(65_536, 4, 1 << 20, 5000));

    final ManualLoop loop;
    final RelayServer server;
    final AdmissionRules rules;
    final ServerOperations operations;

    ServerBench() {
        this(SETTINGS);
    }

    ServerBench(ServerSettings settings) {
        this(settings, new ManualLoop());
    }

    ServerBench(ServerSettings settings, ManualLoop loop) {
        this(settings, new AdmissionRules(AdmissionSettings.OPEN), loop);
    }

    ServerBench(AdmissionSettings admission) {
        this(SETTINGS, new AdmissionRules(admission), new ManualLoop());
    }

    ServerBench(ServerSettings settings, AdmissionRules rules, ManualLoop loop) {
        this.loop = loop;
        this.rules = rules;
        server = new RelayServer(settings, rules, loop::millis);
        operations = server.operations();
        server.addPolicy(new IdlePolicy());
        server.terminals().started(loop);
    }

    /** The usual settings with another policy. */
    static ServerSettings policy(String name) {
        return new ServerSettings(
                SETTINGS.identity(),
                SETTINGS.address(),
                SETTINGS.security(),
                name,
                SETTINGS.queue(),
                SETTINGS.patience(),
                SETTINGS.limits());
    }

    FakeTerminal terminal(String identity) {
        return new FakeTerminal(loop, server.terminals(), identity);
    }

    FakeHost host(String identity) {
        return new FakeHost(loop, dial(identity), identity);
    }

    /** The server's end of the link to one more host. */
    LinkHandler dial(String host) {
        return server.host(host, List.of("127.0.0.1:7301"), Endpoint.Security.PLAIN);
    }

    /** A host that offers verifiers by these names, numbered from 1. */
    FakeHost hostOf(String... verifiers) {
        FakeHost host = host("host-1");
        for (int i = 0; i < verifiers.length; i++) {
            host.offers(i + 1L, verifiers[i]);
        }
        loop.run();
        return host;
    }

    void run() {
        loop.run();
    }

    VerifierInfo verifier(String name) {
        return operations.verifiers().stream()
                .filter(info -> info.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    VerifierState state(String verifier) {
        return verifier(verifier).state();
    }

    List<SessionInfo> sessions() {
        return operations.sessions();
    }

    /** The code of a Failure; empty if the frame is none. */
    static Optional<FailureCode> code(Frame frame) {
        if (frame.header().type() != MessageType.FAILURE) {
            return Optional.empty();
        }
        try {
            return FailureCode.ofNumber(Failure.ofClear(frame).code());
        } catch (WireException e) {
            throw new AssertionError(e);
        }
    }

    static FailureCode codeOf(Frame frame) {
        return code(frame).orElseThrow();
    }
}
