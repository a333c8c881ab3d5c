package org.idrelay.forwarding;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.apache.camel.impl.engine.DefaultComponentResolver;
import org.apache.camel.spi.ComponentResolver;
import org.jspecify.annotations.Nullable;

/** Where records go. Used by one thread. */
interface Destination extends Closeable {

    /**
     * Hands a record over; blocks.
     *
     * @param id of the card's presence: the receiver knows a repetition by it
     * @throws IOException if the other side did not accept it; without any content
     */
    void send(UUID id, byte[] json) throws IOException, InterruptedException;

    /** Components that would show a record, drop it, or hand it to code by name. */
    Set<String> REFUSED = Set.of(
            "bean",
            "browse",
            "class",
            "controlbus",
            "dataset",
            "direct",
            "exec",
            "language",
            "log",
            "mock",
            "ref",
            "seda",
            "stream",
            "stub",
            "vm");

    /**
     * The destination at that address.
     *
     * @param components who makes the Camel component of a scheme that is none of our own; null while nobody does
     * @throws IllegalArgumentException if it is none that records may go to
     */
    static Destination of(
            String address, HttpDestination.Settings http, Function<String, @Nullable ComponentResolver> components) {
        String scheme = address.substring(0, Math.max(0, address.indexOf(':')));
        if (!scheme.matches("[a-z][a-z0-9+.-]*") || REFUSED.contains(scheme)) {
            throw new IllegalArgumentException("endpoint must begin with file:, https:, http: or the scheme of a Camel"
                    + " component that sends records on; not with " + (scheme.isEmpty() ? "nothing" : scheme + ":"));
        }
        return switch (scheme) {
            case "file" -> new CamelDestination(address, scheme, own -> OWN).check();
            case "http", "https" -> new HttpDestination(uri(address), http);
            default -> new CamelDestination(address, scheme, components);
        };
    }

    /** The address's parts; what is wrong with it is said without it. */
    private static URI uri(String address) {
        try {
            return new URI(address);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("endpoint is no address: " + e.getReason());
        }
    }

    /** Camel's own way to a component of its bundle. */
    ComponentResolver OWN = new DefaultComponentResolver();

    @Override
    void close();
}
