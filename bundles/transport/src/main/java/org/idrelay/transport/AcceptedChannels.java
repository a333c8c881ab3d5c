package org.idrelay.transport;

import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import org.apache.camel.component.netty.NettyConsumer;
import org.apache.camel.component.netty.ServerInitializerFactory;
import org.apache.camel.component.netty.handlers.ServerChannelHandler;
import org.idrelay.wire.Endpoint;
import org.jspecify.annotations.Nullable;

/** Fills the pipeline of every channel that a port accepts; camel-netty's own handler stands last and feeds the route. */
final class AcceptedChannels extends ServerInitializerFactory {

    private final Endpoint endpoint;
    private final LiveLink.Opener opener;
    private final ChannelGroup channels;
    private final @Nullable NettyConsumer consumer;

    /** @param channels takes every channel for as long as it is open */
    AcceptedChannels(Endpoint endpoint, LiveLink.Opener opener, ChannelGroup channels) {
        this(endpoint, opener, channels, null);
    }

    private AcceptedChannels(
            Endpoint endpoint, LiveLink.Opener opener, ChannelGroup channels, @Nullable NettyConsumer consumer) {
        this.endpoint = endpoint;
        this.opener = opener;
        this.channels = channels;
        this.consumer = consumer;
    }

    @Override
    public ServerInitializerFactory createPipelineFactory(NettyConsumer forConsumer) {
        return new AcceptedChannels(endpoint, opener, channels, forConsumer);
    }

    @Override
    protected void initChannel(Channel channel) {
        channels.add(channel);
        Pipeline.fill(channel, endpoint, new Greeting(endpoint, opener), new ServerChannelHandler(consumer));
    }
}
