package org.idrelay.transport;

import java.util.List;
import org.idrelay.operations.LinkOperations;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Answers operators about links and certificates. Callable on any thread but the event loop. */
@Component
public final class TransportOperations implements LinkOperations {

    private final RelayTransport transport;

    @Activate
    public TransportOperations(@Reference RelayTransport transport) {
        this.transport = transport;
    }

    @Override
    public List<LinkInfo> links() {
        return transport.links();
    }

    @Override
    public List<CertificateInfo> certificates() {
        return transport.keyring().all().stream()
                .flatMap(credentials -> credentials.certificates().stream()
                        .map(certificate -> new CertificateInfo(
                                credentials.name().urn(),
                                certificate.getSigAlgName(),
                                certificate.getNotBefore().toInstant(),
                                certificate.getNotAfter().toInstant())))
                .toList();
    }

    @Override
    public boolean serverSharesHost() {
        return transport.serverSharesHost();
    }
}
