package org.idrelay.api.reader;

import java.util.Optional;
import org.idrelay.api.Bytes;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One bare ISO/IEC 14443 type B reader, registered as a service by its driver while the reader is there.
 *
 * <p>Called by the terminal only, one call at a time, always on the one thread that belongs to this reader. Calls block
 * and are interruptible. A driver never polls by itself: a reader's own auto-polling is switched off. When the service
 * is unregistered the terminal fails the session first and makes no call afterwards.
 */
@ConsumerType
public interface CardReader {

    /**
     * Service property, Integer: milliseconds that one call may take beyond the card's own time. A terminal that waits no
     * longer than that does not take the reader.
     */
    String CALL_MILLIS = "callMillis";

    /** The reader's name, unique in its container: 1 to 64 of {@code A-Z a-z 0-9 . _ -}. */
    String name();

    /**
     * Switches the field. It must be off for at least 10 ms before it is on again, for cards to lose their state; the
     * caller sees to that.
     *
     * @throws ReaderException if the reader cannot do it
     * @throws InterruptedException if the terminal no longer waits
     */
    void field(boolean on) throws ReaderException, InterruptedException;

    /**
     * Sends one raw type B frame and waits for the answer.
     *
     * @param frame the bytes on air, CRC_B included, 3 to 256 bytes
     * @param timeoutMillis how long the card may take, the time on air not counted
     * @return the answer's bytes as they came, CRC_B included and unchecked; empty if the card stayed silent
     * @throws ReaderException if the reader failed, which says nothing about the card
     * @throws InterruptedException if the terminal no longer waits
     */
    Optional<Bytes> exchange(Bytes frame, int timeoutMillis) throws ReaderException, InterruptedException;
}
