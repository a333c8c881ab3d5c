package org.idrelay.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.AttributeKey;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.netty.NettyConstants;
import org.idrelay.api.FailureCode;
import org.idrelay.link.Endpoint;
import org.idrelay.link.LinkHandler;
import org.idrelay.operations.LinkOperations.LinkInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The routes of one network endpoint: a port that is listened on, or peers that are dialled. */
@SuppressWarnings("FutureReturnValueIgnored") // the end of every channel is noticed
final class NetworkRoutes extends OpenEndpoint {

    /** Peers that may be shaking hands and greeting at once: nobody has said yet who they are. */
    static final int MAX_GREETING = 256;

    private static final AttributeKey<Boolean> GREETED = AttributeKey.valueOf(NetworkRoutes.class, "greeted");

    private static final Logger log = LoggerFactory.getLogger(NetworkRoutes.class);

    private final LinkHandler handler;
    private final ChannelGroup ports;
    private final ChannelGroup channels;
    private @Nullable RouteEntry in;
    private @Nullable RouteEntry out;
    private @Nullable Dialler dialler;

    private final Optional<LinkTls> tls;

    /** These two belong to the event loop, as all channels do. */
    private boolean closing;

    private int greeting;

    NetworkRoutes(RelayContext context, Endpoint endpoint, LinkHandler handler) {
        super(context, endpoint);
        this.handler = handler;
        tls = endpoint.security() == Endpoint.Security.TLS
                ? Optional.of(new LinkTls(endpoint, context.keyring(), context.handshakes()))
                : Optional.empty();
        ports = new DefaultChannelGroup(context.loop());
        channels = new DefaultChannelGroup(context.loop());
    }

    /** The way out first: with the way in, links come at once. */
    @Override
    void open() throws Exception {
        tls.ifPresentOrElse(
                LinkTls::credentials,
                () -> log.warn("{}: links without TLS (tls = off)", endpoint().name()));
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

    @Override
    List<LinkInfo> links() {
        return channels.stream()
                .map(channel -> channel.attr(LiveLink.OF_CHANNEL).get())
                .filter(Objects::nonNull)
                .map(LiveLink::info)
                .toList();
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
        if (closing || greeting >= MAX_GREETING) {
            channel.close();
        } else {
            channels.add(channel);
            greeting++;
            channel.closeFuture().addListener(closed -> greeted(channel));
            Pipeline.fill(channel, endpoint().limits(), tls, new Greeting(endpoint(), this::link), intoRoute);
        }
    }

    /** A channel's greeting is over, by a link or by its end: once for each channel. */
    private void greeted(Channel channel) {
        if (channel.attr(GREETED).getAndSet(true) == null) {
            greeting--;
        }
    }

    private LiveLink link(Channel channel, Agreed agreed) {
        greeted(channel);
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
