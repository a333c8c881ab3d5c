package org.idrelay.transport;

import io.netty.channel.Channel;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.component.netty.NettyConstants;
import org.idrelay.wire.Frame;

/** Puts frames into a {@code direct:} route, one way: nothing waits for the exchange to end. */
final class OutRoute {

    private final Endpoint endpoint;
    private final AsyncProducer producer;

    OutRoute(CamelContext camel, String uri) {
        endpoint = camel.getEndpoint(uri);
        try {
            producer = endpoint.createAsyncProducer();
        } catch (Exception e) {
            throw new IllegalStateException("no producer for " + uri, e);
        }
        producer.start();
    }

    /** Sends a frame along the route; it belongs to the channel. */
    void send(Channel channel, Frame frame) {
        send(NettyConstants.NETTY_CHANNEL, channel, frame);
    }

    /** Sends a frame along the route with one property that says where it belongs. */
    void send(String property, Object value, Frame frame) {
        Exchange exchange = endpoint.createExchange(ExchangePattern.InOnly);
        exchange.setProperty(property, value);
        exchange.getMessage().setBody(frame);
        producer.process(exchange, doneSync -> {});
    }

    void stop() {
        producer.stop();
    }
}
