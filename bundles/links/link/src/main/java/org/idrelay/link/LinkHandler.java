package org.idrelay.link;

import java.util.concurrent.ScheduledExecutorService;
import org.idrelay.api.FailureCode;
import org.idrelay.wire.Frame;

/**
 * A role's end of its links, registered as a service by the role. While it is registered, transport keeps open what its
 * {@link #endpoint} asks for; when it is unregistered, transport closes that.
 *
 * <p>Every call to every handler of a container comes on one event loop: handlers share state without locks, and never
 * wait.
 */
public interface LinkHandler {

    /** What to open; asked once. */
    Endpoint endpoint();

    /** Called before anything else, with the event loop itself, for timers and for work that must run on it. */
    void started(ScheduledExecutorService loop);

    /** A link is ready: the peers have greeted each other. */
    void opened(Link link);

    /** A frame arrived. Link messages that keep the link itself (Hello, Welcome, Ping, Pong) never get here. */
    void received(Link link, Frame frame);

    /** The link is gone; nothing more comes from it. */
    void closed(Link link, FailureCode code);
}
