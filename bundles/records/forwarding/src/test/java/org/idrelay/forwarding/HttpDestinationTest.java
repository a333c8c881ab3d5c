package org.idrelay.forwarding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.idrelay.api.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpDestinationTest {

    private static final byte[] JSON = {'{', '}'};

    private record Post(String method, Headers headers, Bytes body) {}

    private final BlockingQueue<Post> posts = new LinkedBlockingQueue<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        for (int status : new int[] {200, 204, 302, 400, 503}) {
            server.createContext("/" + status, exchange -> {
                posts.add(new Post(
                        exchange.getRequestMethod(),
                        exchange.getRequestHeaders(),
                        Bytes.of(exchange.getRequestBody().readAllBytes())));
                exchange.getResponseHeaders().add("Location", "/200");
                exchange.sendResponseHeaders(status, -1);
                exchange.close();
            });
        }
        server.createContext("/closes", exchange -> {
            throw new IOException("closed without an answer");
        });
        server.createContext("/hangs", exchange -> {
            try {
                over.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void postsWithTheIdAndTheAuthorization() throws Exception {
        UUID id = UUID.randomUUID();
        send("200", "Bearer abc", id);
        Post post = posts.remove();
        assertEquals("POST", post.method());
        assertEquals(Bytes.of(JSON), post.body());
        assertEquals(id.toString(), post.headers().getFirst("Idempotency-Key"));
        assertEquals("Bearer abc", post.headers().getFirst("Authorization"));
        assertEquals("application/json", post.headers().getFirst("Content-Type"));
    }

    @Test
    void sendsNoAuthorizationWithoutOne() throws Exception {
        send("204", "", UUID.randomUUID());
        assertFalse(posts.remove().headers().containsKey("Authorization"));
    }

    @Test
    void whateverIsNotAcceptedFails() {
        for (String path : new String[] {"302", "400", "503", "closes", "hangs", "unknown"}) {
            assertThrows(IOException.class, () -> send(path, "", UUID.randomUUID()), path);
        }
        server.stop(0);
        assertThrows(IOException.class, () -> send("200", "", UUID.randomUUID()));
    }

    @Test
    void plainHttpStaysOnThisMachine() {
        for (String address : new String[] {
            "http://192.0.2.1/", "http://127.0.0.1.example/", "http://example/", "http:///x", "https://user@example/"
        }) {
            assertThrows(IllegalArgumentException.class, () -> of(address, "", ""), address);
        }
        for (String address : new String[] {"https://example/", "http://localhost/", "http://[::1]:80/"}) {
            of(address, "", "").close();
        }
    }

    @Test
    void whatIsNoAddressIsRefusedWithoutBeingTold() {
        String refused = assertThrows(IllegalArgumentException.class, () -> of("https://user:secret@exa mple/", "", ""))
                .toString();
        assertFalse(refused.contains("secret"), refused);
    }

    private void send(String path, String authorization, UUID id) throws Exception {
        String address = "http://127.0.0.1:%d/%s".formatted(server.getAddress().getPort(), path);
        try (Destination destination = of(address, authorization, "")) {
            destination.send(id, JSON);
        }
    }

    private static Destination of(String address, String authorization, String trusted) {
        return Destination.of(address, new HttpDestination.Settings(authorization, 500, trusted), scheme -> null);
    }
}
