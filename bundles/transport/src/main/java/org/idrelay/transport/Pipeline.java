package org.idrelay.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.concurrent.TimeUnit;
import org.idrelay.wire.Endpoint;

/**
 * The handlers of every network channel, in order: frames, silence, greeting (then the live link), the route. TLS will stand
 * in front.
 */
final class Pipeline {

    private static final int SILENT_HEARTBEATS = 3;

    private Pipeline() {}

    /** @param intoRoute what hands frames to the endpoint's {@code -in} route */
    static void fill(Channel channel, Endpoint endpoint, Greeting greeting, ChannelHandler intoRoute) {
        Endpoint.Limits limits = endpoint.limits();
        channel.config().setOption(ChannelOption.TCP_NODELAY, true);
        channel.config()
                .setWriteBufferWaterMark(
                        new WriteBufferWaterMark(limits.maxQueuedBytes() / 2, limits.maxQueuedBytes()));
        channel.pipeline()
                .addLast(new FrameDecoder(limits.maxFrameLength()))
                .addLast(FrameEncoder.INSTANCE)
                .addLast(new IdleStateHandler(
                        SILENT_HEARTBEATS * (long) limits.heartbeatMillis(),
                        limits.heartbeatMillis(),
                        0,
                        TimeUnit.MILLISECONDS))
                .addLast(greeting)
                .addLast(intoRoute);
    }
}
