package org.idrelay.transport;

/**
 * A {@code host:port} of the configuration.
 *
 * @param host a name or address; IPv6 in brackets
 * @param port 1 to 65535
 */
record HostPort(String host, int port) {

    static HostPort of(String address) {
        int colon = address.lastIndexOf(':');
        try {
            int port = Integer.parseInt(address.substring(colon + 1).strip());
            if (colon > 0 && port > 0 && port < 0x10000) {
                return new HostPort(address.substring(0, colon).strip(), port);
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new IllegalArgumentException("no HOST:PORT: " + address);
    }
}
