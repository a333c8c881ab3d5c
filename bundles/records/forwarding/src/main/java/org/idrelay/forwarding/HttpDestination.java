package org.idrelay.forwarding;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.idrelay.api.FailureCode;

/** Posts each record. Accepted is what is answered by 200 to 299; redirections are not followed. */
final class HttpDestination implements Destination {

    private static final List<String> THIS_MACHINE = List.of("127.0.0.1", "localhost", "[::1]");

    /**
     * How requests are made.
     *
     * @param authorization the value of the header; empty for none
     * @param trusted a file of certificates (PEM) that the server's must come from; empty: those that the JDK trusts
     */
    record Settings(String authorization, int timeoutMillis, String trusted) {}

    private final URI address;
    private final String authorization;
    private final Duration timeout;
    private final HttpClient client;

    HttpDestination(URI address, Settings settings) {
        if (address.getHost() == null || address.getUserInfo() != null) {
            throw new IllegalArgumentException(
                    "endpoint must name a host, and no user: that is what authorization is for");
        }
        if (address.getScheme().equals("http") && !THIS_MACHINE.contains(address.getHost())) {
            throw new IllegalArgumentException("http: is possible only on this machine, use https:");
        }
        this.address = address;
        this.authorization = settings.authorization();
        this.timeout = Duration.ofMillis(settings.timeoutMillis());
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(timeout);
        if (!settings.trusted().isEmpty()) {
            builder.sslContext(trusting(Path.of(settings.trusted())));
        }
        this.client = builder.build();
    }

    private static SSLContext trusting(Path file) {
        try (InputStream content = Files.newInputStream(file)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            int count = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(content)) {
                trusted.setCertificateEntry(Integer.toString(count++), certificate);
            }
            if (count == 0) {
                throw new IllegalArgumentException("trusted: no certificate is in " + file);
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("trusted: cannot be read: " + file, e);
        }
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
        int status;
        try {
            status = client.send(request.build(), BodyHandlers.discarding()).statusCode();
        } catch (SSLException e) {
            throw new IOException("%s: %s".formatted(FailureCode.TLS_FAILED, e.getMessage()), e);
        }
        if (status / 100 != 2) {
            throw new IOException("answered with status " + status);
        }
    }

    @Override
    public void close() {
        // the client's threads end when nobody holds it any more
    }
}
