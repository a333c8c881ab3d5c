package org.idrelay.link;

import org.idrelay.api.FailureCode;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Role;

/** One network connection whose peers have greeted each other. Offered by transport; callable on any thread. */
public interface Link {

    /** Names the link in logs, unique in the container. */
    String id();

    /** What the peer is. */
    Role peerRole();

    /** The peer's identity. */
    String peer();

    /** Where the peer is, for operators. */
    String address();

    /**
     * Sends a frame, in the order of the calls. Never blocks. Once the link is closed it does nothing; when the peer reads
     * too slowly it closes the link (QUEUE_LIMIT).
     */
    void send(Frame frame);

    /** Tells the peer why, then closes. The handler hears {@link LinkHandler#closed} once, with this code. */
    void close(FailureCode code);
}
