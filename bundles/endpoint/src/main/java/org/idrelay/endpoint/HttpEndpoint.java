package org.idrelay.endpoint;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Posts each record. Accepted is what is answered by 200 to 299; redirections are not followed. */
final class HttpEndpoint implements Endpoint {

    private static final List<String> THIS_MACHINE = List.of("127.0.0.1", "localhost", "[::1]");

    private final URI address;
    private final String authorization;
    private final Duration timeout;
    private final HttpClient client;

    /** @param authorization the value of the header; empty for none */
    HttpEndpoint(URI address, String authorization, int timeoutMillis) {
        if (address.getHost() == null || address.getUserInfo() != null) {
            throw new IllegalArgumentException(
                    "endpoint must name a host, and no user: that is what authorization is for");
        }
        if (address.getScheme().equals("http") && !THIS_MACHINE.contains(address.getHost())) {
            throw new IllegalArgumentException("http: is possible only on this machine, use https:");
        }
        this.address = address;
        this.authorization = authorization;
        this.timeout = Duration.ofMillis(timeoutMillis);
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout)
                .build();
    }

    @Override
    public void send(UUID id, byte[] json) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", id.toString())
                .POST(BodyPublishers.ofByteArray(json));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        int status = client.send(request.build(), BodyHandlers.discarding()).statusCode();
        if (status / 100 != 2) {
            throw new IOException("answered with status " + status);
        }
    }

    @Override
    public void close() {
        // the client's threads end when nobody holds it any more
    }
}
