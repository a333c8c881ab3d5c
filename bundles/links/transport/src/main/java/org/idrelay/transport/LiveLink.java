package org.idrelay.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import java.time.Instant;
import org.apache.camel.component.netty.NettyConstants;
import org.idrelay.api.FailureCode;
import org.idrelay.link.Link;
import org.idrelay.link.LinkHandler;
import org.idrelay.operations.LinkOperations.LinkInfo;
import org.idrelay.secrecy.PeerName;
import org.idrelay.wire.Frame;
import org.idrelay.wire.FrameCodec;
import org.idrelay.wire.Role;
import org.idrelay.wire.WireException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A channel whose peers have greeted: the {@link Link} that the role sees. Frames reach it through the route; as a handler it
 * hears of the channel's end alone. Lives on the event loop; {@link #send} and {@link #close} go there from any thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails ends the channel, and that is noticed
final class LiveLink extends ChannelInboundHandlerAdapter implements Link {

    static final AttributeKey<LiveLink> OF_CHANNEL = AttributeKey.valueOf(LiveLink.class, "link");

    private static final Logger log = LoggerFactory.getLogger(LiveLink.class);

    private final String name;
    private final Channel channel;
    private final LinkHandler handler;
    private final RouteEntry out;
    private final Agreed agreed;
    private final Instant opened = Instant.now();

    /** The role wants the link closed: it gets no more frames; those it sent before still leave. */
    private boolean deaf;

    /** The role was told that the link is gone. */
    private boolean ended;

    /** @param name the endpoint's */
    LiveLink(String name, Channel channel, LinkHandler handler, RouteEntry out, Agreed agreed) {
        this.name = name;
        this.channel = channel;
        this.handler = handler;
        this.out = out;
        this.agreed = agreed;
    }

    LinkInfo info() {
        return new LinkInfo(
                name,
                PeerName.word(peerRole()),
                peer(),
                address(),
                LinkTls.protection(channel),
                LinkTls.certificateOf(channel)
                        .map(certificate -> certificate.getNotAfter().toInstant()),
                opened);
    }

    void open() {
        channel.attr(OF_CHANNEL).set(this);
        log.debug("{}: link to {} {} at {} is open", name, agreed.role(), peer(), address());
        call(() -> handler.opened(this));
    }

    /** Whether what comes is for nobody any more. */
    boolean isDeaf() {
        return deaf;
    }

    /** A frame came through the route. */
    void deliver(Frame frame) {
        if (!deaf) {
            call(() -> handler.received(this, frame));
        }
    }

    /** The watermark is the link's limit of queued bytes. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (!channel.isWritable() && !ended) {
            gone(FailureCode.QUEUE_LIMIT);
            channel.close(); // the peer does not read, so it would not read the reason either
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        gone(FailureCode.LINK_CLOSED);
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable thrown) {
        if (thrown.getCause() instanceof WireException e) {
            end(e.code());
        } else {
            log.debug("{}: {} on the link to {}", name, thrown.getClass(), peer());
            context.close();
        }
    }

    @Override
    public String id() {
        return name + "-" + channel.id().asShortText();
    }

    @Override
    public Role peerRole() {
        return agreed.role();
    }

    @Override
    public String peer() {
        return agreed.identity();
    }

    @Override
    public String address() {
        return String.valueOf(channel.remoteAddress()).replaceFirst("^[^/]*/", "");
    }

    /** Always as a task of its own, also on the loop: that keeps the order, whoever calls, and {@link RouteEntry} wants it. */
    @Override
    public void send(Frame frame) {
        channel.eventLoop().execute(() -> {
            if (ended) {
                return;
            }
            if (length(frame) > agreed.maxFrameLength()) {
                log.error("{}: {} is too long for {}", name, frame.header().type(), peer());
                end(FailureCode.FRAME_TOO_LONG);
            } else {
                out.send(NettyConstants.NETTY_CHANNEL, channel, frame, this::lost);
            }
        });
    }

    @Override
    public void close(FailureCode code) {
        if (channel.eventLoop().inEventLoop()) {
            deaf = true;
        }
        channel.eventLoop().execute(() -> end(code));
    }

    @Override
    public String toString() {
        return id();
    }

    /** A frame did not pass its route. One that is lost unnoticed would be worse than a lost link. */
    void lost(Exception e) {
        if (!ended) {
            log.debug("{}: a frame for {} was lost: {}", name, peer(), e.getClass());
            end(FailureCode.LINK_CLOSED);
        }
    }

    /** Tells the role and the peer why the link ends; on the loop, not from within a call to the role. */
    void end(FailureCode code) {
        if (!ended) {
            gone(code);
            Closing.tell(channel, code, "");
        }
    }

    /** The peer said why it ends the link, and reads no more. */
    void endedByPeer(FailureCode code) {
        gone(code);
        channel.close();
    }

    /** The only place where the link ends for the role; later calls do nothing. */
    private void gone(FailureCode code) {
        if (!ended) {
            ended = true;
            deaf = true;
            channel.attr(Closing.REASON).set(code);
            log.debug("{}: link to {} {} ended: {}", name, agreed.role(), peer(), code);
            RoleCall.succeeds(name, () -> handler.closed(this, code));
        }
    }

    /** A role that throws loses this link; nobody else is disturbed. */
    private void call(Runnable call) {
        if (!RoleCall.succeeds(name, call)) {
            close(FailureCode.LINK_CLOSED);
        }
    }

    private static int length(Frame frame) {
        return FrameCodec.LENGTH_SIZE
                + FrameCodec.HEADER_LENGTH
                + frame.clear().length()
                + frame.body().length();
    }
}
