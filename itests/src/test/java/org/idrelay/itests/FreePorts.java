package org.idrelay.itests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The ports of one container, by the names that {@code etc/*.cfg} gives them: {@code ${idrelay.port.NAME:-7201}}. */
final class FreePorts {

    /** What every container listens on, whatever its roles. */
    private static final String[] OF_EVERY_CONTAINER = {"ssh", "rmiRegistry", "rmiServer", "terminals", "servers"};

    private final Map<String, Integer> ports = new ConcurrentHashMap<>();

    FreePorts() {
        for (String name : OF_EVERY_CONTAINER) {
            of(name);
        }
        for (int sam = 1; sam <= 3; sam++) {
            of("sam-" + sam + ".host");
            of("sam-" + sam + ".rf");
        }
    }

    /** The port of that name: a free one, always the same. */
    int of(String name) {
        return ports.computeIfAbsent(name, unused -> free());
    }

    /** The system properties that set them. */
    Map<String, String> properties() {
        Map<String, String> properties = new ConcurrentHashMap<>();
        ports.forEach((name, port) -> properties.put("idrelay.port." + name, port.toString()));
        return properties;
    }

    private static int free() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
