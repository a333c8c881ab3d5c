package org.idrelay.transport;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.idrelay.api.FailureCode;
import org.idrelay.api.reader.CardReader;
import org.idrelay.wire.Endpoint;
import org.idrelay.wire.LinkHandler;
import org.jspecify.annotations.Nullable;

/** The routes between a terminal and the readers of its container, and a link for each reader. */
final class ReaderRoutes extends OpenEndpoint {

    private final LinkHandler handler;
    private final IdentityHashMap<CardReader, ReaderLink> links = new IdentityHashMap<>();
    private @Nullable RouteEntry in;
    private @Nullable RouteEntry out;

    ReaderRoutes(RelayContext context, Endpoint endpoint, LinkHandler handler) {
        super(context, endpoint);
        this.handler = handler;
    }

    @Override
    void open() throws Exception {
        addRoute(new RouteBuilder() {
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
        in = entry(inId());
        out = entry(outId());
    }

    @Override
    void add(CardReader reader, String driver) {
        if (!links.containsKey(reader)) {
            ReaderLink link = new ReaderLink(
                    context().loop(),
                    endpoint().name(),
                    handler,
                    reader,
                    driver,
                    Objects.requireNonNull(in),
                    Objects.requireNonNull(out));
            links.put(reader, link);
            link.open();
        }
    }

    @Override
    void remove(CardReader reader) {
        ReaderLink link = links.remove(reader);
        if (link != null) {
            close(List.of(link), FailureCode.READER_GONE);
        }
    }

    @Override
    void close() throws Exception {
        close(List.copyOf(links.values()), FailureCode.TERMINAL_STOPPED);
        removeRoute(inId());
        removeRoute(outId());
        for (RouteEntry entry : new RouteEntry[] {in, out}) {
            if (entry != null) {
                entry.stop();
            }
        }
    }

    /** First the terminal hears of it, then the device is let go. */
    private void close(List<ReaderLink> ending, FailureCode code) {
        ending.forEach(link -> link.close(code));
        context().settle();
        ending.forEach(ReaderLink::awaitDevice);
    }

    private static ReaderLink link(Exchange exchange) {
        return property(exchange, ReaderLink.PROPERTY, ReaderLink.class);
    }
}
