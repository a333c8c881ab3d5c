package org.idrelay.secrecy;

import java.io.IOException;
import java.util.Vector;
import org.bouncycastle.tls.AbstractTlsClient;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsClientContext;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsServerCertificate;
import org.idrelay.wire.Role;

/** The terminal's side of the handshake: offers every allowed suite with its key share, so that no guess is wrong. */
final class TerminalTls extends AbstractTlsClient {

    private final SessionPeer peer;

    TerminalTls(SessionPeer peer) {
        super(peer.crypto());
        this.peer = peer;
    }

    SessionPeer peer() {
        return peer;
    }

    @Override
    public void init(TlsClientContext own) {
        super.init(own);
        peer.begin(own);
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return SessionPeer.VERSIONS;
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return peer.suites();
    }

    @Override
    @SuppressWarnings("rawtypes") // the library's own signature
    protected Vector getSupportedGroups(Vector roles) {
        return peer.groups();
    }

    @Override
    @SuppressWarnings("rawtypes") // the library's own signature
    public Vector getEarlyKeyShareGroups() {
        return peer.groups();
    }

    @Override
    @SuppressWarnings("rawtypes") // the library's own signature
    protected Vector getSupportedSignatureAlgorithms() {
        return peer.signatures();
    }

    /** No middlebox sees these records. */
    @Override
    public boolean shouldUseCompatibilityMode() {
        return false;
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        peer.completed();
    }

    @Override
    public TlsAuthentication getAuthentication() {
        return new TlsAuthentication() {
            @Override
            public void notifyServerCertificate(TlsServerCertificate server) throws IOException {
                peer.believe(server.getCertificate(), Role.VERIFIER_HOST);
            }

            @Override
            public TlsCredentials getClientCredentials(CertificateRequest request) throws IOException {
                return peer.prove(request.getCertificateRequestContext());
            }
        };
    }
}
