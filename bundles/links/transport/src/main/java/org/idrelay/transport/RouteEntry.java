package org.idrelay.transport;

import java.util.function.Consumer;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.idrelay.wire.Frame;

/**
 * Puts frames into a {@code direct:} route, one way: nothing waits for the exchange to end. Only for tasks of their own on
 * the event loop: a route that is entered from within another one is run later, and the last of several first.
 */
final class RouteEntry {

    private final Endpoint endpoint;
    private final AsyncProducer producer;

    RouteEntry(CamelContext camel, String uri) throws Exception {
        endpoint = camel.getEndpoint(uri);
        producer = endpoint.createAsyncProducer();
        producer.start();
    }

    /**
     * Sends a frame along the route.
     *
     * @param property the exchange property that says where the frame belongs
     * @param value its value
     * @param lost hears of it if the frame did not come through
     */
    void send(String property, Object value, Frame frame, Consumer<Exception> lost) {
        Exchange exchange = endpoint.createExchange(ExchangePattern.InOnly);
        exchange.setProperty(property, value);
        exchange.getMessage().setBody(frame);
        producer.process(exchange, doneSync -> {
            if (exchange.getException() != null) {
                lost.accept(exchange.getException());
            }
        });
    }

    void stop() {
        producer.stop();
    }
}
