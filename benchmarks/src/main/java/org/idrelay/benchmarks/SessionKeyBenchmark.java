package org.idrelay.benchmarks;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.idrelay.api.Bytes;
import org.idrelay.certs.CertificateAuthority;
import org.idrelay.secrecy.Credentials;
import org.idrelay.secrecy.Keyring;
import org.idrelay.secrecy.PeerName;
import org.idrelay.secrecy.SessionKey;
import org.idrelay.secrecy.Suite;
import org.idrelay.secrecy.TestKeyring;
import org.idrelay.wire.FindConfirm;
import org.idrelay.wire.FindRequest;
import org.idrelay.wire.FindResponse;
import org.idrelay.wire.Frame;
import org.idrelay.wire.FrameCodec;
import org.idrelay.wire.Message;
import org.idrelay.wire.Role;
import org.idrelay.wire.WireException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What the session key of one read costs both ends together in CPU time: all work is done on one thread, and nothing waits.
 * Each message is encoded, decoded and understood; with a key it is sealed before and opened behind.
 *
 * <pre>
 * mvn -q -B -pl benchmarks -am package -DskipTests
 * java -cp "benchmarks/target/classes:benchmarks/target/lib/*" org.openjdk.jmh.Main \
 *     -prof org.idrelay.benchmarks.CpuTime SessionKeyBenchmark
 * </pre>
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 8, time = 3)
@Measurement(iterations = 8, time = 3)
@Fork(1)
public class SessionKeyBenchmark {

    /** The messages of the read. */
    @State(Scope.Thread)
    public static class Read {
        private final Conversation conversation = new Conversation();
        private final List<Frame> sealable = conversation.afterFindConfirm();
        private final Frame findRequest = conversation.first(Conversation.FIND_REQUEST, 0);
        private final Frame findResponse = conversation.first(Conversation.FIND_RESPONSE, 0);
        private final Frame findConfirm = conversation.first(Conversation.FIND_CONFIRM, 1);
    }

    /** Two ends with their certificates, and a key that they have agreed on. */
    @State(Scope.Thread)
    public static class Ends {
        @Param
        private Suite suite = Suite.TLS_SM4_GCM_SM3;

        private final Credentials terminal;
        private final Credentials host;
        private SessionKey client;
        private SessionKey server;

        public Ends() {
            try {
                CertificateAuthority authority =
                        CertificateAuthority.create("benchmark", Instant.now().plus(2, ChronoUnit.DAYS));
                Keyring keyring = TestKeyring.of(
                        authority, new PeerName(Role.TERMINAL, "t-01"), new PeerName(Role.VERIFIER_HOST, "host-1"));
                terminal = keyring.of(Role.TERMINAL).orElseThrow();
                host = keyring.of(Role.VERIFIER_HOST).orElseThrow();
                client = SessionKey.ofTerminal(terminal, List.of(suite));
                server = SessionKey.ofVerifier(host, List.of(suite));
            } catch (GeneralSecurityException | WireException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Gives the two a new key. */
        @Setup(Level.Iteration)
        public void agree() throws WireException {
            begin();
            server.handshake(client.handshake(server.handshake(client.handshake(Bytes.EMPTY))));
        }

        private void begin() throws WireException {
            client = SessionKey.ofTerminal(terminal, List.of(suite));
            server = SessionKey.ofVerifier(host, List.of(suite));
        }
    }

    /** A read without a session key: the baseline. */
    @Benchmark
    public void clearRead(Read read, Blackhole hole) throws WireException {
        hole.consume(understood(passed(read.findRequest)));
        hole.consume(understood(passed(read.findResponse)));
        hole.consume(understood(passed(read.findConfirm)));
        for (Frame frame : read.sealable) {
            hole.consume(understood(passed(frame)));
        }
    }

    /** The whole: a new key, whose handshake rides on the first three messages, and all others under it. */
    @Benchmark
    public void sealedRead(Read read, Ends ends, Blackhole hole) throws WireException {
        ends.begin();
        handshake(read, ends, hole);
        for (Frame frame : read.sealable) {
            hole.consume(understood(sealed(frame, ends)));
        }
    }

    /** Of that, the part up to FIND CONFIRM. */
    @Benchmark
    public void handshakeOnly(Read read, Ends ends, Blackhole hole) throws WireException {
        ends.begin();
        handshake(read, ends, hole);
    }

    /** Of that, the messages behind it, under a key that stands. */
    @Benchmark
    public void sealedMessagesOnly(Read read, Ends ends, Blackhole hole) throws WireException {
        for (Frame frame : read.sealable) {
            hole.consume(understood(sealed(frame, ends)));
        }
    }

    private static void handshake(Read read, Ends ends, Blackhole hole) throws WireException {
        FindRequest request = Conversation.FIND_REQUEST.withHandshake(ends.client.handshake(Bytes.EMPTY));
        Message requested = understood(passed(Frame.of(read.findRequest.header(), request)));
        Bytes flight = ends.server.handshake(((FindRequest) requested).handshake());

        FindResponse response = Conversation.FIND_RESPONSE.withHandshake(flight);
        Message responded = understood(passed(Frame.of(read.findResponse.header(), response)));
        Bytes last = ends.client.handshake(((FindResponse) responded).handshake());

        FindConfirm confirm = Conversation.FIND_CONFIRM.withHandshake(last);
        Frame confirmed = passed(ends.client.seal(Frame.of(read.findConfirm.header(), confirm)));
        ends.server.handshake(FindConfirm.handshakeOf(confirmed));
        hole.consume(understood(ends.server.open(confirmed)));
    }

    private static Frame sealed(Frame frame, Ends ends) throws WireException {
        boolean terminals = Conversation.isTerminals(frame);
        Frame sealed = (terminals ? ends.client : ends.server).seal(frame);
        return (terminals ? ends.server : ends.client).open(passed(sealed));
    }

    /** Onto a link and off it. */
    private static Frame passed(Frame frame) throws WireException {
        return FrameCodec.decode(FrameCodec.encode(frame));
    }

    private static Message understood(Frame frame) throws WireException {
        return frame.message();
    }
}
