package org.idrelay.verifier.sam;

import java.net.InetSocketAddress;
import java.util.Set;
import org.idrelay.api.verifier.Capability;

/**
 * One SAM behind its bridge.
 *
 * @param name the verifier's name
 * @param hostAddress where the bridge takes host frames
 * @param rfAddress where the bridge gives RF frames
 * @param capabilities what this SAM can read
 * @param rfAnswerMillis how long the SAM waits for the answer to a card command
 * @param hostAnswerMillis how long the SAM may keep silent when it is its turn
 * @param connectMillis how long a connection may take
 */
public record SamSettings(
        String name,
        InetSocketAddress hostAddress,
        InetSocketAddress rfAddress,
        Set<Capability> capabilities,
        int rfAnswerMillis,
        int hostAnswerMillis,
        int connectMillis) {}
