package org.idrelay.transport;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import org.idrelay.link.Endpoint;
import org.idrelay.secrecy.Credentials;
import org.idrelay.secrecy.Keyring;
import org.idrelay.secrecy.PeerName;
import org.idrelay.wire.Role;
import org.jspecify.annotations.Nullable;

/**
 * TLS 1.3, mutual, in front of one endpoint's channels, by the platform's own engine. Each channel begins with the keys that
 * are in force at that moment and resumes nothing, so that new keys and new roots count from the next link on.
 */
final class LinkTls {

    /** The host that a channel was dialled by: its certificate must have that name. */
    static final AttributeKey<HostPort> DIALLED = AttributeKey.valueOf(LinkTls.class, "dialled");

    private static final String[] PROTOCOLS = {"TLSv1.3"};
    private static final String[] SUITES = {
        "TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256", "TLS_CHACHA20_POLY1305_SHA256"
    };
    private static final int HANDSHAKE_MILLIS = 8000;

    private final Endpoint endpoint;
    private final Keyring keyring;
    private final Executor workers;

    /** @param workers do what takes long in a handshake: the event loop does not */
    LinkTls(Endpoint endpoint, Keyring keyring, Executor workers) {
        this.endpoint = endpoint;
        this.keyring = keyring;
        this.workers = workers;
    }

    /**
     * What this side proves its identity with.
     *
     * @throws IllegalStateException in words for operators, if there is nothing or it is another's
     */
    Credentials credentials() {
        Role self = endpoint.self().role();
        Credentials credentials = keyring.of(self)
                .orElseThrow(() -> new IllegalStateException("no key and roots of trust for a %s: %s and trust.pem"
                        .formatted(PeerName.word(self), Keyring.fileOf(self))));
        if (!credentials.name().identity().equals(endpoint.self().identity())) {
            throw new IllegalStateException("identity is %s, but the certificate in %s is of %s"
                    .formatted(endpoint.self().identity(), Keyring.fileOf(self), credentials.name()));
        }
        return credentials;
    }

    SslHandler handler(Channel channel) {
        HostPort dialled = channel.attr(DIALLED).get();
        SSLEngine engine = engine(dialled);
        engine.setUseClientMode(dialled != null);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(PROTOCOLS);
        parameters.setCipherSuites(SUITES);
        parameters.setNeedClientAuth(true);
        if (dialled != null) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        engine.setSSLParameters(parameters);
        SslHandler handler = new SslHandler(engine, false, workers);
        handler.setHandshakeTimeout(HANDSHAKE_MILLIS, TimeUnit.MILLISECONDS);
        return handler;
    }

    /** Who the peer of a channel is, by its certificate; empty on a channel without TLS. */
    static Optional<PeerName> peerOf(Channel channel) throws CertificateException {
        Optional<X509Certificate> certificate = certificateOf(channel);
        return certificate.isEmpty() ? Optional.empty() : Optional.of(PeerName.of(certificate.get()));
    }

    /** The certificate of a channel's peer; empty on a channel without TLS. */
    static Optional<X509Certificate> certificateOf(Channel channel) {
        return session(channel).map(session -> {
            try {
                return (X509Certificate) session.getPeerCertificates()[0];
            } catch (SSLPeerUnverifiedException e) {
                throw new IllegalStateException("no peer without a certificate gets that far", e);
            }
        });
    }

    /** A channel's TLS version and suite; empty without TLS. */
    static String protection(Channel channel) {
        return session(channel)
                .map(session -> session.getProtocol() + " " + session.getCipherSuite())
                .orElse("");
    }

    private static Optional<SSLSession> session(Channel channel) {
        return Optional.ofNullable(channel.pipeline().get(SslHandler.class))
                .map(handler -> handler.engine().getSession());
    }

    private SSLEngine engine(@Nullable HostPort dialled) {
        try {
            Credentials credentials = credentials();
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    new KeyManager[] {credentials.linkKeys()},
                    new TrustManager[] {credentials.linkTrust(endpoint.peer())},
                    null);
            return dialled == null
                    ? context.createSSLEngine()
                    : context.createSSLEngine(dialled.name(), dialled.port());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has TLS", e);
        }
    }
}
