package org.idrelay.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import org.apache.camel.component.netty.NettyCamelState;
import org.apache.camel.component.netty.NettyCamelStateCorrelationManager;
import org.jspecify.annotations.Nullable;

/** Remembers nothing: exchanges are one way, and camel-netty's own manager leaks an entry for every closed link. */
@SuppressWarnings("NullAway") // camel-netty's own contract answers null for "no state"
final class ForgetfulCorrelation implements NettyCamelStateCorrelationManager {

    @Override
    public void putState(Channel channel, NettyCamelState state) {}

    @Override
    public void removeState(ChannelHandlerContext context, Channel channel) {}

    @Override
    public @Nullable NettyCamelState getState(ChannelHandlerContext context, Channel channel, Object message) {
        return null;
    }

    @Override
    public @Nullable NettyCamelState getState(ChannelHandlerContext context, Channel channel, Throwable cause) {
        return null;
    }
}
