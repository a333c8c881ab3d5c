package org.idrelay.transport;

import java.util.Objects;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.builder.RouteBuilder;
import org.idrelay.wire.Frame;

/** What is open for one link handler: its two routes, {@code NAME-in} and {@code NAME-out}, and what feeds them. */
abstract class OpenEndpoint {

    private final CamelContext camel;
    private final String name;

    OpenEndpoint(CamelContext camel, String name) {
        this.camel = camel;
        this.name = name;
    }

    /** Closes links and removes the routes; nothing of another endpoint. */
    abstract void close() throws Exception;

    final String inId() {
        return name + "-in";
    }

    final String outId() {
        return name + "-out";
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

    final CamelContext camel() {
        return camel;
    }

    final void addRoutes(RouteBuilder routes) throws Exception {
        try {
            camel.addRoutes(routes);
        } catch (Exception e) {
            removeRoutes();
            throw e;
        }
    }

    final void removeRoutes() throws Exception {
        for (String id : new String[] {inId(), outId()}) {
            if (camel.getRoute(id) != null) {
                camel.getRouteController().stopRoute(id);
                camel.removeRoute(id);
            }
        }
    }
}
