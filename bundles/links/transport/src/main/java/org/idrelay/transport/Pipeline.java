package org.idrelay.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import java.util.Optional;
import org.idrelay.link.Endpoint;

/**
 * The handlers of every network channel, in order: TLS, silence (once greeted), frames, greeting (then heartbeat and live
 * link), the route.
 */
final class Pipeline {

    private static final String FRAMES = "frames";

    private Pipeline() {}

    /** @param intoRoute what hands frames to the endpoint's {@code -in} route */
    static void fill(
            Channel channel,
            Endpoint.Limits limits,
            Optional<LinkTls> tls,
            ChannelHandler greeting,
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

    /** Puts the link in the place of its greeting, behind its heartbeat. */
    static void greeted(ChannelPipeline pipeline, ChannelHandler greeting, LiveLink link, int heartbeatMillis) {
        pipeline.addBefore(FRAMES, "silence", Heartbeat.silence(heartbeatMillis));
        pipeline.replace(greeting, "heartbeat", new Heartbeat(link));
        pipeline.addAfter("heartbeat", "link", link);
    }
}
