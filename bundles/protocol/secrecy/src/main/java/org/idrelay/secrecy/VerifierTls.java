package org.idrelay.secrecy;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.tls.AbstractTlsServer;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsServerContext;
import org.bouncycastle.tls.TlsUtils;
import org.idrelay.wire.Role;

/** The verifier's side of the handshake: takes the first suite of its own list that the terminal offers. */
final class VerifierTls extends AbstractTlsServer {

    private final SessionPeer peer;

    VerifierTls(SessionPeer peer) {
        super(peer.crypto());
        this.peer = peer;
    }

    SessionPeer peer() {
        return peer;
    }

    @Override
    public void init(TlsServerContext own) {
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
    protected boolean preferLocalCipherSuites() {
        return true;
    }

    /** The group of the suite that will be chosen, and no other: RFC 8998 keeps the two together. */
    @Override
    public int[] getSupportedGroups() throws IOException {
        return new int[] {chosen().group()};
    }

    @Override
    public CertificateRequest getCertificateRequest() throws IOException {
        return new CertificateRequest(TlsUtils.EMPTY_BYTES, peer.signaturesOf(chosen()), null, null);
    }

    @Override
    public TlsCredentials getCredentials() throws IOException {
        return peer.prove(TlsUtils.EMPTY_BYTES);
    }

    @Override
    public void notifyClientCertificate(Certificate certificates) throws IOException {
        peer.believe(certificates, Role.TERMINAL);
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        peer.completed();
    }

    private Suite chosen() throws IOException {
        List<Integer> offered = Arrays.stream(
                        Optional.ofNullable(offeredCipherSuites).orElse(new int[0]))
                .boxed()
                .toList();
        return peer.allowed().stream()
                .filter(suite -> offered.contains(suite.number()))
                .findFirst()
                .orElseThrow(() -> new TlsFatalAlert(AlertDescription.handshake_failure));
    }
}
