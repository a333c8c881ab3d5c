package org.idrelay.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.apache.camel.component.netty.NettyConstants;
import org.idrelay.wire.Frame;

/** The last handler of a dialled channel: what camel-netty's own is for an accepted one. */
final class IntoRoute extends ChannelInboundHandlerAdapter {

    private final RouteEntry route;

    IntoRoute(RouteEntry route) {
        this.route = route;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object frame) {
        LiveLink link = context.channel().attr(LiveLink.OF_CHANNEL).get();
        route.send(NettyConstants.NETTY_CHANNEL, context.channel(), (Frame) frame, link::lost);
    }
}
