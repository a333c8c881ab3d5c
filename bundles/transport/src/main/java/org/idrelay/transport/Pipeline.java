package org.idrelay.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.idrelay.link.Endpoint;

/**
 * The handlers of every network channel, in order: TLS, silence (once greeted), frames, greeting (then the live link), the
 * route.
 */
final class Pipeline {

    private static final int SILENT_HEARTBEATS = 3;
    private static final String FRAMES = "frames";

    private Pipeline() {}

    /** @param intoRoute what hands frames to the endpoint's {@code -in} route */
    static void fill(
            Channel channel,
            Endpoint.Limits limits,
            Optional<LinkTls> tls,
            Greeting greeting,
            ChannelHandler intoRoute) {
        channel.config().setOption(ChannelOption.TCP_NODELAY, true);
        channel.config()
                .setWriteBufferWaterMark(
                        new WriteBufferWaterMark(limits.maxQueuedBytes() / 2, limits.maxQueuedBytes()));
        tls.ifPresent(engine -> channel.pipeline().addLast("tls", engine.handler(channel)));
        channel.pipeline()
                .addLast(FRAMES, new FrameDecoder(limits.maxFrameLength()))
                .addLast(FrameEncoder.INSTANCE)
                .addLast(greeting)
                .addLast(intoRoute);
    }

    /** Puts the link in the place of its greeting. From then on silence is noticed: in front of the frames, so that half a frame is a sign of life. */
    static void greeted(ChannelPipeline pipeline, Greeting greeting, LiveLink link, int heartbeatMillis) {
        pipeline.addBefore(
                FRAMES,
                "silence",
                new IdleStateHandler(
                        SILENT_HEARTBEATS * (long) heartbeatMillis, heartbeatMillis, 0, TimeUnit.MILLISECONDS));
        pipeline.replace(greeting, "link", link);
    }
}
