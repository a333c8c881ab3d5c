package org.idrelay.operations;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** What this container's links are and who stands behind them. Offered by transport; callable on any thread but its event loop. */
@ProviderType
public interface LinkOperations {

    /** The links that are open now; readers are none. */
    List<LinkInfo> links();

    /** What this container proves its own identity with. */
    List<CertificateInfo> certificates();

    /**
     * Whether server and verifier host share this process: then card data is not sealed from the server, whatever the links
     * are.
     */
    boolean serverSharesHost();

    /**
     * An open link.
     *
     * @param endpoint the name of its routes
     * @param role what the peer is: terminal, server, verifier-host
     * @param identity the peer's name
     * @param address where the peer is
     * @param protection TLS version and suite; empty without TLS
     * @param certificateEnds when the peer's certificate ends; empty without TLS
     * @param opened since when
     */
    record LinkInfo(
            String endpoint,
            String role,
            String identity,
            String address,
            String protection,
            Optional<Instant> certificateEnds,
            Instant opened) {}

    /**
     * A certificate of this container.
     *
     * @param name whom it speaks for: {@code urn:idrelay:ROLE:ID}
     * @param algorithm how it is signed
     * @param begins from when it is valid
     * @param ends until when
     */
    record CertificateInfo(String name, String algorithm, Instant begins, Instant ends) {}
}
