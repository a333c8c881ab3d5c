package org.idrelay.secrecy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bouncycastle.tls.TlsClientProtocol;
import org.bouncycastle.tls.TlsProtocol;
import org.bouncycastle.tls.TlsServerProtocol;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.wire.Frame;
import org.idrelay.wire.FrameCodec;
import org.idrelay.wire.MessageType;
import org.idrelay.wire.Role;
import org.idrelay.wire.Sealable;
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
            Bytes answer = written();
            if (!stands() && (answer.isEmpty() || isTerminalsLast(records))) {
                throw new IOException("records cut short");
            }
            return answer;
        } catch (IOException | RuntimeException e) {
            throw failed(FailureCode.SESSION_KEY_FAILED, peer.refusal().orElseGet(() -> reason(e)), e);
        }
    }

    /** The verifier's one flight completes the terminal's handshake; the library answers a part of it, too. */
    private boolean isTerminalsLast(Bytes records) {
        return protocol instanceof TlsClientProtocol && !records.isEmpty();
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
     * Seals a message: its body, bound to its header and to its clear part; with FIND_CONFIRM, to the names of both ends
     * instead. For messages in the order in which they are sent.
     *
     * @throws WireException SESSION_KEY_MISSING before the key stands, SEAL_BROKEN if it is of no use any more,
     *     FRAME_TOO_LONG if no frame can carry it
     */
    public Frame seal(Frame frame) throws WireException {
        checkStands(frame);
        Frame toBeSealed = new Frame(frame.header().withSealed(true), frame.clear(), frame.body());
        Bytes plaintext = Sealable.of(toBeSealed, bound(frame));
        try {
            protocol.writeApplicationData(plaintext.toArray(), 0, plaintext.length());
        } catch (IOException | RuntimeException e) {
            throw failed(FailureCode.SEAL_BROKEN, reason(e), e);
        }
        Frame sealed = new Frame(toBeSealed.header(), frame.clear(), written());
        if (sealed.length() > FrameCodec.MAX_FRAME_LENGTH) {
            throw new WireException(FailureCode.FRAME_TOO_LONG, frame.header().type() + " is too long when sealed");
        }
        return sealed;
    }

    /**
     * Opens a message that the peer sealed: each exactly once, in order, unaltered.
     *
     * @throws WireException SESSION_KEY_MISSING if it is not sealed or no key stands; SEAL_BROKEN if it was altered, cut,
     *     repeated, left out or is another message, after which the key is of no use
     */
    public Frame open(Frame frame) throws WireException {
        checkStands(frame);
        if (!frame.header().sealed()) {
            throw new WireException(
                    FailureCode.SESSION_KEY_MISSING, frame.header().type() + " is not sealed");
        }
        try {
            protocol.offerInput(frame.body().toArray());
            byte[] plaintext = new byte[protocol.getAvailableInputBytes()];
            protocol.readInput(plaintext, 0, plaintext.length);
            if (protocol.isClosed() || protocol.getAvailableOutputBytes() > 0) {
                throw new IOException("not one message");
            }
            return Sealable.open(frame, Bytes.of(plaintext), bound(frame));
        } catch (IOException | RuntimeException e) {
            throw failed(FailureCode.SEAL_BROKEN, reason(e), e);
        } catch (WireException e) {
            broken = true;
            throw e;
        }
    }

    private void checkStands(Frame frame) throws WireException {
        if (broken) {
            throw new WireException(FailureCode.SEAL_BROKEN, frame.header().type() + " after a broken seal");
        }
        if (!stands()) {
            throw new WireException(
                    FailureCode.SESSION_KEY_MISSING,
                    "no session key stands for " + frame.header().type());
        }
    }

    /** What a body is bound to beside its header: both ends write the terminal first. */
    private Bytes bound(Frame frame) {
        if (frame.header().type() != MessageType.FIND_CONFIRM) {
            return frame.clear();
        }
        List<PeerName> names = self().role() == Role.TERMINAL ? List.of(self(), peer()) : List.of(peer(), self());
        String both = names.get(0).urn() + " " + names.get(1).urn();
        return Bytes.of(both.getBytes(StandardCharsets.US_ASCII));
    }

    /** Suite, key id and peer: nothing that tells the key. */
    @Override
    public String toString() {
        return stands() ? "%s, key %s, with %s".formatted(suite(), id(), peer()) : "no key yet";
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
