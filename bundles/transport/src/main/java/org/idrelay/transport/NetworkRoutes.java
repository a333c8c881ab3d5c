package org.idrelay.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.netty.NettyConstants;
import org.idrelay.api.FailureCode;
import org.idrelay.wire.Endpoint;
import org.idrelay.wire.LinkHandler;
import org.jspecify.annotations.Nullable;

/** The routes of one network endpoint: a port that is listened on, or peers that are dialled. */
@SuppressWarnings("FutureReturnValueIgnored") // the end of every channel is noticed
final class NetworkRoutes extends OpenEndpoint {

    private final LinkHandler handler;
    private final ChannelGroup ports;
    private final ChannelGroup channels;
    private @Nullable RouteEntry in;
    private @Nullable RouteEntry out;
    private @Nullable Dialler dialler;

    /** Belongs to the event loop, as all channels do. */
    private boolean closing;

    NetworkRoutes(RelayContext context, Endpoint endpoint, LinkHandler handler) {
        super(context, endpoint);
        this.handler = handler;
        ports = new DefaultChannelGroup(context.loop());
        channels = new DefaultChannelGroup(context.loop());
    }

    /** The way out first: with the way in, links come at once. */
    @Override
    void open() throws Exception {
        addRoute(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler()); // Camel's own logs bodies
                from(direct(outId())).routeId(outId()).to(sending());
            }
        });
        out = entry(outId());
        if (endpoint().mode() == Endpoint.Mode.ACCEPT) {
            context().camel().getRegistry().bind(inId(), new AcceptedChannels(this::fill));
            context().camel().getRegistry().bind(portsId(), ports);
            addRoute(into(listening()));
        } else {
            addRoute(into(direct(inId())));
            RouteEntry dialled = entry(inId());
            in = dialled;
            dialler = new Dialler(context(), endpoint(), channel -> fill(channel, new IntoRoute(dialled)));
            dialler.start();
        }
    }

    @Override
    void close() throws Exception {
        context().loop().execute(this::closeLinks);
        context().settle();
        if (!channels.newCloseFuture().awaitUninterruptibly(2L * Closing.LINGER_MILLIS, TimeUnit.MILLISECONDS)) {
            channels.close().awaitUninterruptibly();
        }
        removeRoute(inId());
        removeRoute(outId());
        stop(in);
        stop(out);
        context().camel().getRegistry().unbind(inId());
        context().camel().getRegistry().unbind(portsId());
    }

    @Override
    OptionalInt boundPort() {
        return ports.stream()
                .mapToInt(port -> ((InetSocketAddress) port.localAddress()).getPort())
                .findFirst();
    }

    private void closeLinks() {
        closing = true;
        if (dialler != null) {
            dialler.stop();
        }
        for (Channel channel : channels) {
            LiveLink link = channel.attr(LiveLink.OF_CHANNEL).get();
            if (link == null) {
                channel.close();
            } else {
                link.end(FailureCode.LINK_CLOSED);
            }
        }
    }

    /** Every channel of this endpoint, accepted or dialled, begins here. */
    private void fill(Channel channel, ChannelHandler intoRoute) {
        if (closing) {
            channel.close();
        } else {
            channels.add(channel);
            Pipeline.fill(channel, endpoint().limits(), new Greeting(endpoint(), this::link), intoRoute);
        }
    }

    private LiveLink link(Channel channel, Agreed agreed) {
        return new LiveLink(endpoint().name(), channel, handler, Objects.requireNonNull(out), agreed);
    }

    private RouteBuilder into(String from) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from(from).routeId(inId()).process(NetworkRoutes::deliver);
            }
        };
    }

    private String listening() {
        HostPort address = HostPort.of(endpoint().addresses().get(0));
        return "netty:tcp://%s?sync=false&usingExecutorService=false&reuseChannel=true".formatted(address)
                + "&serverInitializerFactory=#%s&channelGroup=#%s".formatted(inId(), portsId())
                + "&bossGroup=#loop&workerGroup=#loop";
    }

    /** The address is never dialled: every exchange brings its channel along. */
    private String sending() {
        return "netty:tcp://%s:1?sync=false&reuseChannel=true"
                        .formatted(endpoint().name()) + "&correlationManager=#forgetful&workerGroup=#loop";
    }

    private String portsId() {
        return endpoint().name() + "-ports";
    }

    private static void deliver(Exchange exchange) throws InvalidPayloadException {
        property(exchange, NettyConstants.NETTY_CHANNEL, Channel.class)
                .attr(LiveLink.OF_CHANNEL)
                .get()
                .deliver(frame(exchange));
    }
}
