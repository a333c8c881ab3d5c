package org.idrelay.verifier.host;

import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.idrelay.link.RoleLoop;
import org.idrelay.secrecy.Keyring;
import org.idrelay.secrecy.SessionKeySettings;
import org.idrelay.secrecy.SessionWork;

/** Gives each session of this host what its key needs. Safe on any thread. */
final class SessionKeys {

    private final SessionKeySettings settings;
    private final Keyring keyring;
    private final String identity;
    private final RoleLoop loop;
    private final ExecutorService workers = SessionWork.workers("idrelay-host-session-key");

    SessionKeys(HostSettings settings, Keyring keyring, RoleLoop loop) {
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
