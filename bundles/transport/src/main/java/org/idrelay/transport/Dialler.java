package org.idrelay.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.idrelay.wire.Endpoint;
import org.idrelay.wire.Frame;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one link to the first of several addresses that answers: dials them in turn, waits longer after each round that
 * failed, and begins again when the link is lost. Lives on the event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails ends the channel, and that is noticed
final class Dialler {

    private static final Logger log = LoggerFactory.getLogger(Dialler.class);
    private static final int[] BACKOFF_MILLIS = {100, 200, 500, 1000, 2000, 5000, 15_000};
    private static final int CONNECT_MILLIS = 3000;

    /** A link that lived that long was a good one: the next loss is dialled again at once. */
    private static final long GOOD_LINK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final EventLoop loop;
    private final Endpoint endpoint;
    private final LiveLink.Opener opener;
    private final OutRoute inRoute;
    private @Nullable Channel channel;
    private int attempts;
    private boolean stopped;

    Dialler(EventLoop loop, Endpoint endpoint, LiveLink.Opener opener, OutRoute inRoute) {
        this.loop = loop;
        this.endpoint = endpoint;
        this.opener = opener;
        this.inRoute = inRoute;
    }

    void start() {
        loop.execute(this::dial);
    }

    /** Dials no more and closes what is open. */
    void stop() {
        loop.execute(() -> {
            stopped = true;
            if (channel != null) {
                channel.close();
            }
        });
    }

    private void dial() {
        if (stopped) {
            return;
        }
        String address =
                endpoint.addresses().get(attempts % endpoint.addresses().size());
        attempts++;
        long began = System.nanoTime();
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel dialled) {
                        Pipeline.fill(dialled, endpoint, new Greeting(endpoint, opener), new IntoRoute(inRoute));
                    }
                });
        Channel dialled = bootstrap.connect(socketAddress(address)).channel();
        channel = dialled;
        dialled.closeFuture().addListener(closed -> lost(dialled, address, began));
    }

    private void lost(Channel dialled, String address, long began) {
        boolean linked = dialled.attr(LiveLink.OF_CHANNEL).get() != null;
        if (linked && System.nanoTime() - began > GOOD_LINK_NANOS) {
            attempts = 0;
        } else if (!linked && attempts == 1) {
            log.info("{}: nobody at {}; dialling on", endpoint.name(), address);
        }
        loop.schedule(this::dial, pauseMillis(), TimeUnit.MILLISECONDS);
    }

    private int pauseMillis() {
        int rounds = attempts / endpoint.addresses().size();
        if (attempts % endpoint.addresses().size() != 0) {
            return 0; // the next address of the same round
        }
        int pause = BACKOFF_MILLIS[Math.min(rounds, BACKOFF_MILLIS.length) - (rounds == 0 ? 0 : 1)];
        return pause + ThreadLocalRandom.current().nextInt(pause / 4 + 1);
    }

    private static InetSocketAddress socketAddress(String address) {
        HostPort parsed = HostPort.of(address);
        return new InetSocketAddress(parsed.host(), parsed.port());
    }

    /** The last handler of a dialled channel: what camel-netty's own is for an accepted one. */
    private static final class IntoRoute extends ChannelInboundHandlerAdapter {

        private final OutRoute route;

        IntoRoute(OutRoute route) {
            this.route = route;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object frame) {
            route.send(context.channel(), (Frame) frame);
        }
    }
}
