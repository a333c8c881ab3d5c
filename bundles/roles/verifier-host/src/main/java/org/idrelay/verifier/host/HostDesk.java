package org.idrelay.verifier.host;

import java.util.function.Consumer;
import org.idrelay.link.RoleLoop;
import org.idrelay.link.TraceLog;
import org.idrelay.wire.Message;

/**
 * What everything of one host works with.
 *
 * @param timing how long is waited for whom
 * @param loop the way onto the event loop
 * @param trace remembers what the sessions did
 * @param keys what sessions need for their keys
 * @param cards how often each card is read
 * @param announce tells the server, if there is one
 */
record HostDesk(
        HostSettings.Timing timing,
        RoleLoop loop,
        TraceLog trace,
        SessionKeys keys,
        CardLimit cards,
        Consumer<Message> announce) {}
