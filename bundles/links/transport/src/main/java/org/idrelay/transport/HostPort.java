package org.idrelay.transport;

import java.net.InetSocketAddress;

/**
 * A {@code host:port} of the configuration.
 *
 * @param host a name or address; IPv6 in brackets
 * @param port 0 to 65535; 0 lets the system choose
 */
record HostPort(String host, int port) {

    /** @throws IllegalArgumentException with a text that quotes the setting */
    static HostPort of(String address) {
        int colon = address.lastIndexOf(':');
        try {
            int port = Integer.parseInt(address.substring(colon + 1).strip());
            if (colon > 0 && port >= 0 && port < 0x10000) {
                return new HostPort(address.substring(0, colon).strip(), port);
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new IllegalArgumentException("no HOST:PORT: " + address);
    }

    /** Asks the system for the address; blocks while a name server is slow. Unresolved if there is none. */
    InetSocketAddress resolved() {
        return new InetSocketAddress(host, port);
    }

    /** The host as certificates name it: without the brackets of IPv6. */
    String name() {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
