package org.idrelay.verifier.host;

import java.util.Optional;
import org.idrelay.link.Link;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Message;
import org.jspecify.annotations.Nullable;

/** The one server that this host serves at a time, while there is one. Lives on the event loop. */
final class ServedServer {

    private @Nullable Link link;

    /** The link that it is reached by. */
    Optional<Link> link() {
        return Optional.ofNullable(link);
    }

    boolean isAt(Link other) {
        return link == other;
    }

    void came(Link newest) {
        link = newest;
    }

    void went() {
        link = null;
    }

    /** Tells it something, if it is there. */
    void announce(Message message) {
        if (link != null) {
            link.send(Frame.ofLink(message));
        }
    }
}
