package org.idrelay.forwarding;

import java.io.IOException;
import java.util.UUID;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.ComponentResolver;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint of Camel, in a context of its own without routes: a producer alone logs no body. Its component may come, go and be
 * exchanged; while it is away nothing is accepted.
 */
final class CamelDestination implements Destination {

    private static final int STOP_SECONDS = 10;

    private final String address;
    private final String scheme;
    private final Function<String, @Nullable ComponentResolver> components;
    private @Nullable ComponentResolver used;
    private @Nullable CamelContext camel;

    /** @param components who makes the component of a scheme; null while nobody does */
    CamelDestination(String address, String scheme, Function<String, @Nullable ComponentResolver> components) {
        this.address = address;
        this.scheme = scheme;
        this.components = components;
    }

    /** Finds out whether Camel knows the address; it may hold a password, so that only its scheme is told. */
    CamelDestination check() {
        try {
            context().getEndpoint(address);
            return this;
        } catch (IOException | RuntimeException e) {
            close();
            throw new IllegalArgumentException("Camel does not know this endpoint of " + scheme + ":");
        }
    }

    @Override
    public void send(UUID id, byte[] json) throws IOException {
        Exception failure;
        try (ProducerTemplate producer = context().createProducerTemplate()) {
            failure = producer.send(address, exchange -> {
                        exchange.getMessage().setHeader(Exchange.FILE_NAME, id + ".json");
                        exchange.getMessage().setBody(json);
                    })
                    .getException();
        } catch (RuntimeException e) {
            failure = e;
        }
        if (failure != null) {
            // its message may be anything: only its kind is told
            throw new IOException("failed with " + failure.getClass().getSimpleName());
        }
    }

    /** The context with the component that is there now. */
    private CamelContext context() throws IOException {
        ComponentResolver now = components.apply(scheme);
        if (now == null) {
            close();
            throw new IOException("no Camel component " + scheme + " is here");
        }
        CamelContext open = camel;
        if (open == null || now != used) {
            close();
            open = start(now);
            camel = open;
            used = now;
        }
        return open;
    }

    private CamelContext start(ComponentResolver resolver) throws IOException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        ClassLoader camels = DefaultCamelContext.class.getClassLoader();
        // Camel finds its parts through these two; nothing of ours is found by name
        thread.setContextClassLoader(camels);
        DefaultCamelContext made = new DefaultCamelContext(false);
        try {
            made.setApplicationContextClassLoader(camels);
            made.disableJMX();
            made.setMessageHistory(false);
            made.getShutdownStrategy().setTimeout(STOP_SECONDS);
            Component component = resolver.resolveComponent(scheme, made);
            if (component == null) {
                throw new IOException("no Camel component " + scheme + " is here");
            }
            // what belongs to a component, such as the setters of its options, is in its bundle
            made.setApplicationContextClassLoader(component.getClass().getClassLoader());
            made.addComponent(scheme, component);
            made.start();
            return made;
        } catch (Exception e) {
            made.stop();
            throw e instanceof IOException known
                    ? known
                    : new IOException("failed with " + e.getClass().getSimpleName());
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public void close() {
        if (camel != null) {
            camel.stop();
            camel = null;
            used = null;
        }
    }
}
