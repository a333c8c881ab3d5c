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
 * @param times how long things may take
 */
public record SamSettings(
        String name,
        InetSocketAddress hostAddress,
        InetSocketAddress rfAddress,
        Set<Capability> capabilities,
        Times times) {

    /**
     * How long things may take, in milliseconds.
     *
     * @param rfAnswerMillis how long the SAM waits for the answer to a card command
     * @param hostAnswerMillis how long the SAM may keep silent when it is its turn
     * @param callMillis how long the SAM may take for one call with all repetitions, the card's time left out
     * @param connectMillis how long a connection may take
     */
    public record Times(int rfAnswerMillis, int hostAnswerMillis, int callMillis, int connectMillis) {}
}
