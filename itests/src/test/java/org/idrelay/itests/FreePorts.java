package org.idrelay.itests;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** The ports of one container, by the names that {@code etc/*.cfg} gives them: {@code ${idrelay.port.NAME:-7201}}. */
final class FreePorts {

    /** What every container listens on, whatever its roles. */
    private static final String[] OF_EVERY_CONTAINER = {
        "ssh", "rmiRegistry", "rmiServer", "terminals", "servers", "http", "https"
    };

    private static final int RANGE = 4000;
    private static final int FIRST = 20_000 + RANGE * fork();

    /** Begins anywhere, so that what an earlier fork left behind is not met at once. */
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(RANGE));

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

    /** {@code fork-1} or {@code fork-2}, of tests that run at the same time. */
    private static int fork() {
        return Integer.parseInt(System.getProperty("idrelay.it.fork", "fork-1").substring("fork-".length()));
    }

    /**
     * A free port of this fork's own range, below those that the system gives to outgoing connections: no other fork and no
     * connection takes it before whoever asked listens on it.
     */
    static int free() {
        for (int tried = 0; tried < RANGE; tried++) {
            int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), RANGE);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // somebody listens there: the next one
            }
        }
        throw new IllegalStateException("no port is free from %d to %d".formatted(FIRST, FIRST + RANGE - 1));
    }
}
