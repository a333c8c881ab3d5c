package org.idrelay.transport;

import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.builder.RouteBuilder;
import org.idrelay.api.reader.CardReader;
import org.idrelay.link.Endpoint;
import org.idrelay.operations.LinkOperations.LinkInfo;
import org.idrelay.wire.Frame;
import org.jspecify.annotations.Nullable;

/**
 * What is open for one link handler: its two routes, {@code NAME-in} and {@code NAME-out}, and what feeds them. Opened and
 * closed on the transport's own thread, since both block.
 */
abstract class OpenEndpoint {

    private final RelayContext context;
    private final Endpoint endpoint;

    OpenEndpoint(RelayContext context, Endpoint endpoint) {
        this.context = context;
        this.endpoint = endpoint;
    }

    /** @throws Exception if it cannot be had now; {@link #close} then tidies up */
    abstract void open() throws Exception;

    /** Closes links, then the routes; nothing of another endpoint. Returns when the handler has heard of it. */
    abstract void close() throws Exception;

    /** The port that is listened on. */
    OptionalInt boundPort() {
        return OptionalInt.empty();
    }

    /** The links that are open now. */
    List<LinkInfo> links() {
        return List.of();
    }

    /** A reader is here; a network endpoint does not care. */
    void add(CardReader reader, Driver driver) {}

    /** A reader is going. */
    void remove(CardReader reader) {}

    final RelayContext context() {
        return context;
    }

    final Endpoint endpoint() {
        return endpoint;
    }

    final String inId() {
        return endpoint.name() + "-in";
    }

    final String outId() {
        return endpoint.name() + "-out";
    }

    static String direct(String id) {
        return "direct:" + id;
    }

    static Frame frame(Exchange exchange) throws InvalidPayloadException {
        return exchange.getMessage().getMandatoryBody(Frame.class);
    }

    /** A property that whoever fed the route has set. */
    static <T> T property(Exchange exchange, String name, Class<T> type) {
        return Objects.requireNonNull(exchange.getProperty(name, type), name);
    }

    final RouteEntry entry(String id) throws Exception {
        return new RouteEntry(context.camel(), direct(id));
    }

    /** Camel would put a route in the place of another one with the same id. */
    final void checkNameIsFree() {
        if (context.camel().getRoute(inId()) != null || context.camel().getRoute(outId()) != null) {
            throw new IllegalStateException("another endpoint has the same name");
        }
    }

    final void addRoute(RouteBuilder route) throws Exception {
        context.camel().addRoutes(route);
    }

    static void stop(@Nullable RouteEntry entry) {
        if (entry != null) {
            entry.stop();
        }
    }

    final void removeRoute(String id) throws Exception {
        if (context.camel().getRoute(id) != null) {
            context.camel().getRouteController().stopRoute(id);
        }
        context.camel().removeRoute(id);
    }
}
