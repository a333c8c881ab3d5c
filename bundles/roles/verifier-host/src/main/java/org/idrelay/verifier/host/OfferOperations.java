package org.idrelay.verifier.host;

import java.util.List;
import java.util.Optional;
import org.idrelay.operations.HostOperations;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Answers operators from the event loop. Callable on any other thread. */
@Component
public final class OfferOperations implements HostOperations {

    private final VerifierHost host;

    @Activate
    public OfferOperations(@Reference VerifierHost host) {
        this.host = host;
    }

    @Override
    public String host() {
        return host.identity();
    }

    @Override
    public Optional<String> server() {
        return host.loop().ask(() -> host.links().server(), Optional.empty());
    }

    @Override
    public List<HostedVerifier> verifiers() {
        return host.loop().ask(() -> host.links().offers().infos(), List.of());
    }
}
