package org.idrelay.endpoint;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.util.UUID;

/** Where records go. Used by one thread. */
interface Endpoint extends Closeable {

    /**
     * Hands a record over; blocks.
     *
     * @param id of the card's presence: the receiver knows a repetition by it
     * @throws IOException if the other side did not accept it; without any content
     */
    void send(UUID id, byte[] json) throws IOException, InterruptedException;

    /**
     * The endpoint of that address.
     *
     * @throws IllegalArgumentException if it is none that records may go to
     */
    static Endpoint of(String address, String authorization, int timeoutMillis) {
        String scheme = address.substring(0, Math.max(0, address.indexOf(':')));
        return switch (scheme) {
            case "file" -> new CamelEndpoint(address);
            case "http", "https" -> new HttpEndpoint(URI.create(address), authorization, timeoutMillis);
            default -> throw new IllegalArgumentException("endpoint must begin with file:, https: or http:");
        };
    }

    @Override
    void close();
}
