package org.idrelay.secrecy;

import java.io.IOException;
import java.util.List;
import org.bouncycastle.tls.TlsClientProtocol;
import org.bouncycastle.tls.TlsProtocol;
import org.bouncycastle.tls.TlsServerProtocol;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.wire.WireException;

/**
 * One end of a session's key: a TLS 1.3 connection, mutual and without resumption or early data, whose records travel in
 * messages. The terminal is its client, the verifier its server. For one thread at a time.
 */
public final class SessionKey {

    private final TlsProtocol protocol;
    private final SessionPeer peer;
    private boolean broken;

    private SessionKey(TlsProtocol protocol, SessionPeer peer) {
        this.protocol = protocol;
        this.peer = peer;
    }

    /** The terminal's end. Its first {@link #handshake} takes nothing and gives the ClientHello. */
    public static SessionKey ofTerminal(Credentials credentials, List<Suite> allowed) throws WireException {
        TerminalTls client = new TerminalTls(new SessionPeer(credentials, allowed));
        TlsClientProtocol protocol = new TlsClientProtocol();
        return begun(protocol, client.peer(), () -> protocol.connect(client));
    }

    /** The verifier's end. Its first {@link #handshake} takes the ClientHello. */
    public static SessionKey ofVerifier(Credentials credentials, List<Suite> allowed) throws WireException {
        VerifierTls server = new VerifierTls(new SessionPeer(credentials, allowed));
        TlsServerProtocol protocol = new TlsServerProtocol();
        return begun(protocol, server.peer(), () -> protocol.accept(server));
    }

    /**
     * Takes the peer's handshake records and gives those that answer them.
     *
     * @param records what came; empty at the terminal's first call
     * @return what is to be sent; empty if nothing
     * @throws WireException SESSION_KEY_FAILED, after which the key is of no use
     */
    public Bytes handshake(Bytes records) throws WireException {
        try {
            if (broken || stands()) {
                throw new IOException("no handshake is under way");
            }
            protocol.offerInput(records.toArray());
            if (protocol.getAvailableInputBytes() > 0) {
                throw new IOException("data in a handshake");
            }
            return written();
        } catch (IOException | RuntimeException e) {
            throw failed(FailureCode.SESSION_KEY_FAILED, peer.refusal().orElseGet(() -> reason(e)), e);
        }
    }

    /** Whether this end has the key: it can seal, and knows who its peer is. */
    public boolean stands() {
        return !broken && peer.suite().isPresent();
    }

    /** The suite in force, once the key stands. */
    public Suite suite() {
        return peer.suite().orElseThrow(() -> new IllegalStateException("no key stands"));
    }

    /** Names the key without telling it: 16 hex digits, equal at both ends, once the key stands. */
    public String id() {
        return peer.keyId();
    }

    /** Who the peer is, once the key stands. */
    public PeerName peer() {
        return peer.name().orElseThrow(() -> new IllegalStateException("no key stands"));
    }

    /** Who this end is. */
    public PeerName self() {
        return peer.self();
    }

    /**
     * Seals one message's plaintext.
     *
     * @throws WireException SESSION_KEY_MISSING before the key stands, SEAL_BROKEN afterwards
     */
    public Bytes seal(Bytes plaintext) throws WireException {
        if (!stands()) {
            throw new WireException(FailureCode.SESSION_KEY_MISSING, "no session key stands");
        }
        try {
            protocol.writeApplicationData(plaintext.toArray(), 0, plaintext.length());
            return written();
        } catch (IOException | RuntimeException e) {
            throw failed(FailureCode.SEAL_BROKEN, reason(e), e);
        }
    }

    /**
     * Opens what the peer sealed, in the order in which it was sealed and all of it.
     *
     * @throws WireException SESSION_KEY_MISSING before the key stands; SEAL_BROKEN if it was altered, cut, repeated or left
     *     out, after which the key is of no use
     */
    public Bytes open(Bytes sealed) throws WireException {
        if (!stands()) {
            throw new WireException(FailureCode.SESSION_KEY_MISSING, "no session key stands");
        }
        try {
            protocol.offerInput(sealed.toArray());
            byte[] plaintext = new byte[protocol.getAvailableInputBytes()];
            protocol.readInput(plaintext, 0, plaintext.length);
            if (plaintext.length == 0 || protocol.isClosed() || protocol.getAvailableOutputBytes() > 0) {
                throw new IOException("not one whole message");
            }
            return Bytes.of(plaintext);
        } catch (IOException | RuntimeException e) {
            throw failed(FailureCode.SEAL_BROKEN, reason(e), e);
        }
    }

    private interface Beginning {
        void run() throws IOException;
    }

    private static SessionKey begun(TlsProtocol protocol, SessionPeer peer, Beginning beginning) throws WireException {
        try {
            beginning.run();
            return new SessionKey(protocol, peer);
        } catch (IOException e) {
            throw new WireException(FailureCode.SESSION_KEY_FAILED, reason(e));
        }
    }

    private Bytes written() {
        byte[] written = new byte[protocol.getAvailableOutputBytes()];
        protocol.readOutput(written, 0, written.length);
        return Bytes.of(written);
    }

    private WireException failed(FailureCode code, String reason, Exception cause) {
        broken = true;
        WireException failure = new WireException(code, reason);
        failure.initCause(cause);
        return failure;
    }

    /** The library's own words: names of alerts and states, no data. */
    private static String reason(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
