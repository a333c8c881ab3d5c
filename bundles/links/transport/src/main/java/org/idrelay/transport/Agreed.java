package org.idrelay.transport;

import org.idrelay.wire.Role;

/**
 * What a greeting settled.
 *
 * @param role what the peer is
 * @param identity the peer's name
 * @param heartbeatMillis the link's heartbeat: the accepting side's word for both
 * @param maxFrameLength the longest frame that may be sent, length field included
 */
record Agreed(Role role, String identity, int heartbeatMillis, int maxFrameLength) {}
