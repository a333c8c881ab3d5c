package org.idrelay.verifier.host;

import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.idrelay.secrecy.Keyring;
import org.idrelay.secrecy.SessionKeySettings;
import org.idrelay.secrecy.SessionWork;
import org.idrelay.wire.EventLoop;

/** Gives each session of this host what its key needs. Safe on any thread. */
final class SessionKeys {

    private final SessionKeySettings settings;
    private final Keyring keyring;
    private final String identity;
    private final EventLoop loop;
    private final ExecutorService workers = SessionWork.workers("idrelay-host-session-key");

    SessionKeys(HostSettings settings, Keyring keyring, EventLoop loop) {
        this.settings = settings.sessionKey();
        this.keyring = keyring;
        identity = settings.identity();
        this.loop = loop;
    }

    /** The verifier's side of a session's key agreement; empty if this host agrees on none. */
    Optional<KeyAcceptance> acceptance() {
        return settings.required() ? Optional.of(new KeyAcceptance(settings, keyring, identity)) : Optional.empty();
    }

    SessionWork work() {
        return new SessionWork(workers, loop::later);
    }

    void close() {
        workers.shutdown();
    }
}
