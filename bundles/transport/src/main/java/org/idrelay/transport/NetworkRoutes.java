package org.idrelay.transport;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.netty.NettyConstants;
import org.idrelay.wire.Endpoint;
import org.idrelay.wire.LinkHandler;
import org.idrelay.wire.Role;
import org.jspecify.annotations.Nullable;

/** The routes of one network endpoint: a port that is listened on, or peers that are dialled. */
final class NetworkRoutes extends OpenEndpoint {

    private final LinkHandler handler;
    private final Endpoint endpoint;
    private final OutRoute out;
    private final @Nullable Dialler dialler;
    private final ChannelGroup accepted;

    NetworkRoutes(CamelContext camel, EventLoop loop, LinkHandler handler) throws Exception {
        super(camel, handler.endpoint().name());
        this.handler = handler;
        endpoint = handler.endpoint();
        accepted = new DefaultChannelGroup(loop);
        // links only come once the routes stand, and out is set by then
        camel.getRegistry().bind(inId(), new AcceptedChannels(endpoint, this::link, accepted));
        addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from(endpoint.mode() == Endpoint.Mode.ACCEPT ? listening() : direct(inId()))
                        .routeId(inId())
                        .process(NetworkRoutes::deliver);
                from(direct(outId())).routeId(outId()).to(sending());
            }
        });
        out = new OutRoute(camel, direct(outId()));
        dialler = endpoint.mode() == Endpoint.Mode.DIAL
                ? new Dialler(loop, endpoint, this::link, new OutRoute(camel, direct(inId())))
                : null;
        if (dialler != null) {
            dialler.start();
        }
    }

    @Override
    void close() throws Exception {
        if (dialler != null) {
            dialler.stop();
        }
        removeRoutes();
        accepted.close().awaitUninterruptibly(); // camel-netty leaves them open where the loop is shared
        out.stop();
        camel().getRegistry().unbind(inId());
    }

    private String listening() {
        HostPort address = HostPort.of(endpoint.addresses().get(0));
        return "netty:tcp://%s:%d?sync=false&usingExecutorService=false&reuseChannel=true&serverInitializerFactory=#%s%s"
                .formatted(address.host(), address.port(), inId(), RelayTransport.SHARED_LOOP);
    }

    /** The address is never dialled: every exchange brings its channel along. */
    private String sending() {
        return "netty:tcp://%s:1?sync=false&reuseChannel=true&correlationManager=#%s%s"
                .formatted(endpoint.name(), RelayTransport.CORRELATION, RelayTransport.SHARED_WORKER);
    }

    private LiveLink link(Channel channel, Role role, String identity) {
        return new LiveLink(endpoint.name(), channel, handler, out, role, identity);
    }

    private static void deliver(Exchange exchange) throws InvalidPayloadException {
        property(exchange, NettyConstants.NETTY_CHANNEL, Channel.class)
                .attr(LiveLink.OF_CHANNEL)
                .get()
                .deliver(frame(exchange));
    }
}
