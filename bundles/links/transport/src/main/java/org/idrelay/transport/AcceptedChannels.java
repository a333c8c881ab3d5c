package org.idrelay.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import java.util.function.BiConsumer;
import org.apache.camel.component.netty.NettyConsumer;
import org.apache.camel.component.netty.ServerInitializerFactory;
import org.apache.camel.component.netty.handlers.ServerChannelHandler;
import org.jspecify.annotations.Nullable;

/** Fills the pipeline of every channel that a port accepts; camel-netty's own handler stands last and feeds the route. */
final class AcceptedChannels extends ServerInitializerFactory {

    private final BiConsumer<Channel, ChannelHandler> pipeline;
    private final @Nullable NettyConsumer consumer;

    /** @param pipeline fills a channel's pipeline, with the handler that goes last */
    AcceptedChannels(BiConsumer<Channel, ChannelHandler> pipeline) {
        this(pipeline, null);
    }

    private AcceptedChannels(BiConsumer<Channel, ChannelHandler> pipeline, @Nullable NettyConsumer consumer) {
        this.pipeline = pipeline;
        this.consumer = consumer;
    }

    @Override
    public ServerInitializerFactory createPipelineFactory(NettyConsumer forConsumer) {
        return new AcceptedChannels(pipeline, forConsumer);
    }

    @Override
    protected void initChannel(Channel channel) {
        pipeline.accept(channel, new ServerChannelHandler(consumer));
    }
}
