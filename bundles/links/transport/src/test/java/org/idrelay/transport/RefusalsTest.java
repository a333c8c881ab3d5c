package org.idrelay.transport;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.link.Endpoint;
import org.idrelay.link.Link;
import org.idrelay.secrecy.Keyring;
import org.idrelay.wire.Failure;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Header;
import org.idrelay.wire.MessageType;
import org.idrelay.wire.Ping;
import org.idrelay.wire.ReaderCommand;
import org.idrelay.wire.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a peer that breaks the protocol gets: the code as the link's last frame, then the end. Another link is not disturbed by
 * any of it.
 */
@ExtendWith(NoLeaks.class)
class RefusalsTest {

    private static final int MAX_FRAME_LENGTH = 1000;
    private static final Frame HELLO = RawPeer.hello(1, 1, Role.TERMINAL, "raw");

    private final RelayTransport serverSide = new RelayTransport(new Keyring());
    private final RelayTransport terminalSide = new RelayTransport(new Keyring());
    private final Peers server = Peers.accepting(
            "terminals", new Endpoint.Limits(MAX_FRAME_LENGTH, 1, 1 << 20, 5000), (link, frame) -> link.send(frame));
    private Peers other;
    private int port;

    @BeforeEach
    void open() {
        serverSide.add(server);
        port = serverSide.boundPort("terminals");
        other = Peers.dialling("server", port);
        terminalSide.add(other);
        await().until(() -> server.opened.size() == 1 && other.opened.size() == 1);
    }

    @AfterEach
    void close() {
        terminalSide.close();
        serverSide.close();
    }

    static Stream<Arguments> greetings() {
        return Stream.of(
                Arguments.of(FailureCode.VERSION_UNSUPPORTED, bytes(RawPeer.hello(2, 9, Role.TERMINAL, "raw"))),
                Arguments.of(FailureCode.VERSION_UNSUPPORTED, bytes(RawPeer.hello(0, 0, Role.TERMINAL, "raw"))),
                Arguments.of(FailureCode.ROLE_REFUSED, bytes(RawPeer.hello(1, 1, Role.VERIFIER_HOST, "raw"))),
                Arguments.of(FailureCode.HELLO_MISSING, bytes(Frame.ofLink(new Ping(1)))),
                Arguments.of(FailureCode.HELLO_MISSING, bytes(RawPeer.welcome(1, Role.SERVER, 1000, 65_536))),
                Arguments.of(FailureCode.HELLO_MISSING, bytes(Frames.numbered(0))),
                Arguments.of(FailureCode.FRAME_MALFORMED, cutShort(bytes(HELLO))),
                Arguments.of(FailureCode.FRAME_TOO_LONG, "GET / HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII)));
    }

    @ParameterizedTest
    @MethodSource("greetings")
    void refusesAGreeting(FailureCode code, byte[] bytes) {
        try (RawPeer peer = RawPeer.connect(port)) {
            peer.send(bytes);
            assertEquals(code, peer.failure());
            assertTrue(peer.hasEnded());
        }
        assertOthersAreServed();
        assertEquals(1, server.opened.size());
        assertEquals(List.of(), server.closed);
    }

    static Stream<Arguments> breaches() {
        byte[] unknownType = bytes(Frames.numbered(0));
        unknownType[4] = 0x7F;
        byte[] unknownFlag = bytes(Frames.numbered(0));
        unknownFlag[5] = 0x40;
        byte[] clearTooLong = bytes(Frames.numbered(0));
        clearTooLong[6] = 1;
        return Stream.of(
                Arguments.of(FailureCode.HELLO_REPEATED, bytes(HELLO)),
                Arguments.of(FailureCode.MESSAGE_UNEXPECTED, bytes(RawPeer.welcome(1, Role.SERVER, 1000, 65_536))),
                Arguments.of(FailureCode.MESSAGE_UNEXPECTED, bytes(readerCommand())),
                Arguments.of(FailureCode.FRAME_TOO_LONG, bytes(Frames.numbered(0, MAX_FRAME_LENGTH))),
                Arguments.of(FailureCode.FRAME_TOO_LONG, new byte[] {-1, -1, -1, -1}),
                Arguments.of(FailureCode.FRAME_MALFORMED, new byte[] {0, 0, 0, 39}),
                Arguments.of(FailureCode.FRAME_MALFORMED, new byte[] {0, 0, 0, 0}),
                Arguments.of(FailureCode.TYPE_UNKNOWN, unknownType),
                Arguments.of(FailureCode.FRAME_MALFORMED, unknownFlag),
                Arguments.of(FailureCode.FRAME_MALFORMED, clearTooLong),
                Arguments.of(FailureCode.FRAME_MALFORMED, cutShort(bytes(Frame.ofLink(new Ping(1))))));
    }

    @ParameterizedTest
    @MethodSource("breaches")
    void endsALinkWhosePeerBreaksTheProtocol(FailureCode code, byte[] bytes) {
        try (RawPeer peer = RawPeer.greeted(port, "raw")) {
            peer.send(bytes);
            assertEquals(code, peer.failure());
            assertTrue(peer.hasEnded());
        }
        await().until(() -> !server.closed.isEmpty());
        assertOthersAreServed();
        assertEquals(List.of(code), server.closed);
        assertEquals(2, server.opened.size());
    }

    @Test
    void tellsTheReasonToAPeerThatGoesOnSending() {
        try (RawPeer peer = RawPeer.greeted(port, "raw")) {
            peer.send(bytes(HELLO)).send(new byte[100_000]);
            assertEquals(FailureCode.HELLO_REPEATED, peer.failure());
            assertTrue(peer.hasEnded());
        }
    }

    @Test
    void handsOverWhatCameBeforeABreach() {
        try (RawPeer peer = RawPeer.greeted(port, "raw")) {
            byte[] good = bytes(Frames.numbered(5));
            byte[] both = Arrays.copyOf(good, good.length + 4);
            peer.send(both);
            assertEquals(FailureCode.FRAME_MALFORMED, peer.failure());
        }
        assertEquals(List.of(5L), server.sequences());
    }

    @Test
    void takesTheReasonOfAPeerThatEndsTheLink() {
        try (RawPeer peer = RawPeer.greeted(port, "raw")) {
            peer.send(Frame.ofLink(Failure.of(FailureCode.TERMINAL_STOPPED, "")));
            assertTrue(peer.hasEnded());
        }
        await().until(() -> !server.closed.isEmpty());
        assertEquals(List.of(FailureCode.TERMINAL_STOPPED), server.closed);
    }

    @Test
    void takesTheEndOfTheStreamForALinkThatIsClosed() {
        RawPeer.greeted(port, "raw").close();
        await().until(() -> !server.closed.isEmpty());
        assertEquals(List.of(FailureCode.LINK_CLOSED), server.closed);
    }

    private void assertOthersAreServed() {
        int before = other.received.size();
        Link link = other.opened.get(0);
        link.send(Frames.numbered(before));
        await().until(() -> other.received.size() == before + 1);
        assertEquals(List.of(), other.closed);
    }

    private static byte[] bytes(Frame frame) {
        return RawPeer.bytes(frame);
    }

    /** The same frame with one byte less in its clear part, and lengths to match. */
    private static byte[] cutShort(byte[] frame) {
        byte[] shorter = Arrays.copyOf(frame, frame.length - 1);
        shorter[3]--;
        shorter[7]--;
        return shorter;
    }

    private static Frame readerCommand() {
        ReaderCommand command = new ReaderCommand(ReaderCommand.Action.FIELD_OFF, 1, Bytes.EMPTY);
        return Frame.of(Header.bare(MessageType.READER_COMMAND, Header.NO_SESSION, 0, Header.NONE), command);
    }
}
