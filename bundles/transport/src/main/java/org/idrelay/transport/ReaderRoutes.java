package org.idrelay.transport;

import io.netty.channel.EventLoop;
import java.util.IdentityHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.idrelay.api.FailureCode;
import org.idrelay.api.reader.CardReader;
import org.idrelay.wire.LinkHandler;

/** The routes between a terminal and the readers of its container, and a link for each reader. */
final class ReaderRoutes extends OpenEndpoint {

    /** Exchange property: the reader link that a frame belongs to. */
    static final String LINK = "idrelay.readerLink";

    private final EventLoop loop;
    private final LinkHandler handler;
    private final OutRoute inRoute;
    private final OutRoute outRoute;
    private final IdentityHashMap<CardReader, ReaderLink> links = new IdentityHashMap<>();

    ReaderRoutes(CamelContext camel, EventLoop loop, LinkHandler handler) throws Exception {
        super(camel, handler.endpoint().name());
        this.loop = loop;
        this.handler = handler;
        addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from(direct(inId()))
                        .routeId(inId())
                        .process(exchange -> link(exchange).deliver(frame(exchange)));
                from(direct(outId()))
                        .routeId(outId())
                        .process(exchange -> link(exchange).run(frame(exchange)));
            }
        });
        inRoute = new OutRoute(camel, direct(inId()));
        outRoute = new OutRoute(camel, direct(outId()));
    }

    private static ReaderLink link(Exchange exchange) {
        return property(exchange, LINK, ReaderLink.class);
    }

    void add(CardReader reader, String driver) {
        ReaderLink link = new ReaderLink(reader, driver, handler, loop, inRoute, outRoute);
        links.put(reader, link);
        link.open();
    }

    void remove(CardReader reader) {
        ReaderLink link = links.remove(reader);
        if (link != null) {
            link.close(FailureCode.READER_GONE);
        }
    }

    @Override
    void close() throws Exception {
        links.values().forEach(link -> link.close(FailureCode.TERMINAL_STOPPED));
        links.clear();
        inRoute.stop();
        outRoute.stop();
        removeRoutes();
    }
}
