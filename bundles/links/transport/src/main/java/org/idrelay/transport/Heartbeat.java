package org.idrelay.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.concurrent.TimeUnit;
import org.idrelay.api.FailureCode;
import org.idrelay.wire.Failure;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Header;
import org.idrelay.wire.Ping;
import org.idrelay.wire.Pong;
import org.idrelay.wire.WireException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a link alive: answers Ping, asks a peer that is silent, and ends the link if it stays so. Of what comes, it keeps back
 * what is no role's. Lives on the event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails ends the channel, and that is noticed
final class Heartbeat extends ChannelInboundHandlerAdapter {

    private static final Logger log = LoggerFactory.getLogger(Heartbeat.class);
    private static final int SILENT_HEARTBEATS = 3;

    private final LiveLink link;

    Heartbeat(LiveLink link) {
        this.link = link;
    }

    /** What notices silence, either side's; it stands in front of the frames, so that half a frame is a sign of life. */
    static IdleStateHandler silence(int heartbeatMillis) {
        return new IdleStateHandler(
                SILENT_HEARTBEATS * (long) heartbeatMillis, heartbeatMillis, 0, TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object read) {
        Frame frame = (Frame) read;
        if (link.isDeaf()) {
            return;
        }
        try {
            switch (frame.header().type()) {
                case PING -> context.writeAndFlush(Frame.ofLink(new Pong(((Ping) frame.message()).token())));
                case PONG -> log.trace("{} is alive", link);
                case HELLO -> link.end(FailureCode.HELLO_REPEATED);
                case WELCOME, READER_COMMAND, READER_ANSWER -> link.end(FailureCode.MESSAGE_UNEXPECTED);
                case FAILURE -> failure(context, frame);
                case VERIFIER_ADDED,
                        VERIFIER_CHANGED,
                        VERIFIER_REMOVED,
                        FIND_REQUEST,
                        FIND_RESPONSE,
                        FIND_CONFIRM,
                        SELECT_REQUEST,
                        SELECT_RESPONSE,
                        SELECT_CONFIRM,
                        READ_REQUEST,
                        CARD_COMMANDS,
                        CARD_ANSWERS,
                        IDENTITY,
                        QUEUED,
                        RECEIPT -> context.fireChannelRead(frame);
            }
        } catch (WireException e) {
            link.end(e.code());
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof IdleStateEvent idle && !link.isDeaf()) {
            if (idle.state() == IdleState.READER_IDLE) {
                link.end(FailureCode.LINK_SILENT);
            } else {
                context.writeAndFlush(Frame.ofLink(new Ping(System.nanoTime())));
            }
        }
    }

    /** One of the link itself is the peer's last word; one of a session is the role's. */
    private void failure(ChannelHandlerContext context, Frame frame) throws WireException {
        if (frame.header().session().equals(Header.NO_SESSION)) {
            link.endedByPeer(((Failure) frame.message()).codeOr(FailureCode.LINK_CLOSED));
        } else {
            context.fireChannelRead(frame);
        }
    }
}
