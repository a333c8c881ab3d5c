package org.idrelay.endpoint;

import java.io.IOException;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;

/** An endpoint of Camel, in a context of its own without routes: a producer alone logs no body. */
final class CamelEndpoint implements Endpoint {

    private static final int STOP_SECONDS = 10;

    private final String address;
    private final CamelContext camel;
    private final ProducerTemplate producer;

    CamelEndpoint(String address) {
        this.address = address;
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        ClassLoader camels = DefaultCamelContext.class.getClassLoader();
        // Camel finds its parts through these two; nothing of ours is found by name
        thread.setContextClassLoader(camels);
        try {
            camel = new DefaultCamelContext(false);
            camel.setApplicationContextClassLoader(camels);
            camel.disableJMX();
            camel.setMessageHistory(false);
            camel.getShutdownStrategy().setTimeout(STOP_SECONDS);
            camel.start();
            camel.getEndpoint(address);
            producer = camel.createProducerTemplate();
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("Camel does not know this endpoint: " + address, e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public void send(UUID id, byte[] json) throws IOException {
        Exchange sent = producer.send(address, exchange -> {
            exchange.getMessage().setHeader(Exchange.FILE_NAME, id + ".json");
            exchange.getMessage().setBody(json);
        });
        if (sent.getException() != null) {
            // its message may be anything: only its kind is told
            throw new IOException(
                    "failed with " + sent.getException().getClass().getSimpleName());
        }
    }

    @Override
    public void close() {
        camel.stop();
    }
}
