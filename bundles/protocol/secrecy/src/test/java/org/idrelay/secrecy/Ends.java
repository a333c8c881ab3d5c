package org.idrelay.secrecy;

import java.util.List;
import org.idrelay.api.Bytes;
import org.idrelay.api.Party;
import org.idrelay.wire.Frame;
import org.idrelay.wire.WireException;

/** Both ends of a session's key. */
record Ends(SessionKey client, SessionKey server) {

    static Ends agreed(Credentials terminal, Credentials host) throws WireException {
        return agreed(terminal, host, List.of(Suite.values()));
    }

    static Ends agreed(Credentials terminal, Credentials host, List<Suite> suites) throws WireException {
        Ends ends = new Ends(SessionKey.ofTerminal(terminal, suites), SessionKey.ofVerifier(host, suites));
        ends.shakeHands();
        return ends;
    }

    void shakeHands() throws WireException {
        server.handshake(client.handshake(server.handshake(client.handshake(Bytes.EMPTY))));
    }

    /** Sealed by the end that such a message comes from. */
    Frame seal(Frame frame) throws WireException {
        return (isTerminals(frame) ? client : server).seal(frame);
    }

    /** Opened by the end that such a message is for. */
    Frame open(Frame frame) throws WireException {
        return (isTerminals(frame) ? server : client).open(frame);
    }

    private static boolean isTerminals(Frame frame) {
        return frame.header().type().origin().orElse(Party.TERMINAL) == Party.TERMINAL;
    }
}
