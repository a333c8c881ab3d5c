package org.idrelay.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.AttributeKey;
import org.idrelay.api.FailureCode;
import org.idrelay.wire.Failure;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Header;
import org.idrelay.wire.Link;
import org.idrelay.wire.LinkHandler;
import org.idrelay.wire.MessageType;
import org.idrelay.wire.Ping;
import org.idrelay.wire.Pong;
import org.idrelay.wire.Role;
import org.idrelay.wire.WireException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A channel whose peers have greeted: keeps the heartbeat, answers Ping, and is the {@link Link} that the role sees. Everything
 * happens on the event loop; {@link #send} and {@link #close} go there from any thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails ends the channel, and that is noticed
final class LiveLink extends ChannelInboundHandlerAdapter implements Link {

    static final AttributeKey<LiveLink> OF_CHANNEL = AttributeKey.valueOf(LiveLink.class, "link");

    private static final Logger log = LoggerFactory.getLogger(LiveLink.class);

    /** Makes the link of a channel whose greeting is done. */
    interface Opener {
        LiveLink create(Channel channel, Role role, String identity);
    }

    private final String name;
    private final Channel channel;
    private final LinkHandler handler;
    private final OutRoute out;
    private final Role peerRole;
    private final String peer;
    private boolean ended;

    LiveLink(String name, Channel channel, LinkHandler handler, OutRoute out, Role peerRole, String peer) {
        this.name = name;
        this.channel = channel;
        this.handler = handler;
        this.out = out;
        this.peerRole = peerRole;
        this.peer = peer;
    }

    void open() {
        channel.attr(OF_CHANNEL).set(this);
        log.info("{}: link to {} {} at {} is open", name, peerRole, peer, address());
        guarded(() -> handler.opened(this));
    }

    /** A frame came through the route. */
    void deliver(Frame frame) {
        if (!ended) {
            guarded(() -> handler.received(this, frame));
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object read) {
        Frame frame = (Frame) read;
        if (ended) {
            return;
        }
        switch (frame.header().type()) {
            case PING -> pong(context, frame);
            case PONG -> log.trace("{}: {} is alive", name, peer);
            case HELLO, WELCOME -> close(FailureCode.HELLO_REPEATED);
            case READER_COMMAND, READER_ANSWER -> close(FailureCode.MESSAGE_UNEXPECTED);
            default -> {
                if (frame.header().type() == MessageType.FAILURE
                        && frame.header().session().equals(Header.NO_SESSION)) {
                    endedByPeer(frame);
                } else {
                    context.fireChannelRead(frame);
                }
            }
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof IdleStateEvent idle && !ended) {
            if (idle.state() == IdleState.READER_IDLE) {
                close(FailureCode.LINK_SILENT);
            } else {
                context.writeAndFlush(Frame.ofLink(new Ping(System.nanoTime())));
            }
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (!channel.isWritable() && !ended) {
            end(FailureCode.QUEUE_LIMIT);
            channel.close(); // the peer does not read, so it would not read the reason either
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end(FailureCode.LINK_CLOSED);
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable thrown) {
        if (thrown.getCause() instanceof WireException e) {
            close(e.code());
        } else {
            log.debug("{}: {} on the link to {}", name, thrown.getClass().getName(), peer);
            context.close();
        }
    }

    @Override
    public String id() {
        return name + "-" + channel.id().asShortText();
    }

    @Override
    public Role peerRole() {
        return peerRole;
    }

    @Override
    public String peer() {
        return peer;
    }

    @Override
    public String address() {
        return String.valueOf(channel.remoteAddress()).replaceFirst("^[^/]*/", "");
    }

    /**
     * Always as a task of its own, also on the loop: a route that is entered from within another one is run later, and the
     * last of several first.
     */
    @Override
    public void send(Frame frame) {
        channel.eventLoop().execute(() -> {
            if (!ended) {
                out.send(channel, frame);
            }
        });
    }

    @Override
    public void close(FailureCode code) {
        channel.eventLoop().execute(() -> {
            if (!ended) {
                end(code);
                Closing.tell(channel, code, "");
            }
        });
    }

    @Override
    public String toString() {
        return id();
    }

    private void pong(ChannelHandlerContext context, Frame frame) {
        try {
            context.writeAndFlush(Frame.ofLink(new Pong(((Ping) frame.message()).token())));
        } catch (WireException e) {
            close(e.code());
        }
    }

    private void endedByPeer(Frame frame) {
        try {
            end(((Failure) frame.message()).codeOr(FailureCode.LINK_CLOSED));
            channel.close();
        } catch (WireException e) {
            close(e.code());
        }
    }

    /** The only place where the link ends for the role; later calls do nothing. */
    private void end(FailureCode code) {
        if (!ended) {
            ended = true;
            log.info("{}: link to {} {} ended: {}", name, peerRole, peer, code);
            // not at once: the role may be in the middle of a call that closed the link
            channel.eventLoop().execute(() -> guarded(() -> handler.closed(this, code)));
        }
    }

    /** A role that throws loses this link; nobody else is disturbed. */
    private void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            log.error("{}: the role failed on the link to {}", name, peer, e);
            channel.close();
        }
    }
}
