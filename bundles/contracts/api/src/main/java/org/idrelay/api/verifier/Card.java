package org.idrelay.api.verifier;

import java.util.List;
import org.idrelay.api.Bytes;
import org.osgi.annotation.versioning.ProviderType;

/** The card at the far end of the relay, for a verifier in the middle of a read. Used on the verifier's thread only. */
@ProviderType
public interface Card {

    /**
     * Has the terminal run commands in order; it stops behind the first answer that is not 9000.
     *
     * @param commands the commands without CRC_B, at least one
     * @return an answer for each command that was run: at least one, at most as many as commands
     * @throws CardException if the session ended or the terminal did not answer in time
     * @throws InterruptedException if the session was cut short
     */
    List<CardAnswer> exchange(List<Bytes> commands) throws CardException, InterruptedException;
}
