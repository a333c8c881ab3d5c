package org.idrelay.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.timeout.IdleStateEvent;
import java.util.List;
import java.util.UUID;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.link.Endpoint;
import org.idrelay.secrecy.Keyring;
import org.idrelay.wire.Failure;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Header;
import org.idrelay.wire.MessageType;
import org.idrelay.wire.Ping;
import org.idrelay.wire.Pong;
import org.idrelay.wire.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What of a peer's frames the heartbeat keeps to itself, and what goes on to the route. */
@ExtendWith(NoLeaks.class)
class KeptBackTest {

    private final RelayContext context = new RelayContext(new Keyring());
    private final Peers role = Peers.accepting("terminals", Endpoint.Limits.DEFAULT, Peers.SILENT);
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private LiveLink link;

    @BeforeEach
    void open() throws Exception {
        RouteEntry out = new RouteEntry(context.camel(), "direct:terminals-out");
        link = new LiveLink("terminals", channel, role, out, new Agreed(Role.TERMINAL, "t-01", 5000, 65_536));
        channel.pipeline().addLast(new Heartbeat(link), link);
        link.open();
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
        context.stop();
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"HELLO", "WELCOME", "PING", "PONG", "READER_COMMAND", "READER_ANSWER"})
    void whatIsARolesGoesOnAsItIs(MessageType type) {
        Frame frame = new Frame(Header.bare(type, new UUID(1, 2), 0, Header.NONE), Bytes.EMPTY, Bytes.EMPTY);
        channel.writeInbound(frame);

        assertSame(frame, channel.readInbound());
        assertNull(channel.readOutbound());
        assertTrue(role.received.isEmpty(), "only the route delivers");
        assertTrue(role.closed.isEmpty());
    }

    @ParameterizedTest
    @EnumSource(names = {"HELLO", "WELCOME", "READER_COMMAND", "READER_ANSWER"})
    void whatMayNotComeEndsTheLink(MessageType type) throws Exception {
        channel.writeInbound(new Frame(Header.ofLink(type), Bytes.EMPTY, Bytes.EMPTY));

        FailureCode code = type == MessageType.HELLO ? FailureCode.HELLO_REPEATED : FailureCode.MESSAGE_UNEXPECTED;
        assertNull(channel.readInbound());
        assertEquals(List.of(code), role.closed);
        Frame told = channel.readOutbound();
        assertEquals(code, assertInstanceOf(Failure.class, told.message()).codeOr(FailureCode.LINK_CLOSED));
    }

    @Test
    void aPingIsAnsweredAndAPongIsEnough() throws Exception {
        channel.writeInbound(Frame.ofLink(new Ping(7)), Frame.ofLink(new Pong(8)));

        Frame answer = channel.readOutbound();
        assertEquals(new Pong(7), answer.message());
        assertNull(channel.readOutbound());
        assertNull(channel.readInbound());
    }

    @Test
    void aFailureOfTheLinkIsThePeersLastWord() {
        channel.writeInbound(Frame.ofLink(Failure.of(FailureCode.TERMINAL_STOPPED, "")));

        assertEquals(List.of(FailureCode.TERMINAL_STOPPED), role.closed);
        assertNull(channel.readInbound());
        assertNull(channel.readOutbound());
        assertFalse(channel.isOpen());
    }

    @Test
    void asksWhoIsSilentThenGivesUp() throws Exception {
        channel.pipeline().fireUserEventTriggered(IdleStateEvent.WRITER_IDLE_STATE_EVENT);
        Frame asked = channel.readOutbound();
        assertInstanceOf(Ping.class, asked.message());

        channel.pipeline().fireUserEventTriggered(IdleStateEvent.READER_IDLE_STATE_EVENT);
        assertEquals(List.of(FailureCode.LINK_SILENT), role.closed);
    }

    @Test
    void aLinkThatItsRoleClosedHearsNothingMore() {
        link.close(FailureCode.SESSION_UNKNOWN);
        for (MessageType type : MessageType.values()) {
            channel.pipeline().fireChannelRead(new Frame(Header.ofLink(type), Bytes.EMPTY, Bytes.EMPTY));
        }
        channel.pipeline().fireUserEventTriggered(IdleStateEvent.WRITER_IDLE_STATE_EVENT);
        assertNull(channel.readInbound());
        assertNull(channel.readOutbound());

        channel.runPendingTasks();
        assertEquals(List.of(FailureCode.SESSION_UNKNOWN), role.closed);
    }
}
