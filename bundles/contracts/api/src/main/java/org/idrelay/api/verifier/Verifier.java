package org.idrelay.api.verifier;

import java.util.List;
import java.util.Set;
import org.idrelay.api.Bytes;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One security module (SAM), registered as a service by its adapter for as long as the module can be reached.
 *
 * <p>Called by the verifier host only, one call at a time, always on the one thread that belongs to this verifier.
 * Calls block, are bounded in time by the adapter and interruptible: an interrupt means that the session is over, and
 * the next call is {@link #release}. Within a session the calls come in the order of this interface. Card frames are
 * clear and without CRC_B; links, terms and keys are the host's business.
 */
@ConsumerType
public interface Verifier {

    /**
     * Service property, Integer: milliseconds that one call may take with all its repetitions, the time that it waits for
     * the card left out. A host that waits no longer than that does not take the verifier.
     */
    String CALL_MILLIS = "callMillis";

    /** The verifier's name, unique in its fleet: 1 to 64 of {@code A-Z a-z 0-9 . _ -}. */
    String name();

    /** What this verifier can read; constant while it is registered. */
    Set<Capability> capabilities();

    /** Starts to find a card (host command 20 01) and answers the find command that the verifier sends: REQB or WUPB. */
    Bytes find() throws VerifierException, InterruptedException;

    /** Answers that find command with the ATQB that the terminal holds: 12 bytes. */
    void confirmFind(Bytes atqb) throws VerifierException, InterruptedException;

    /** Starts to select the card (host command 20 02) and answers the ATTRIB that the verifier sends. */
    Bytes select() throws VerifierException, InterruptedException;

    /**
     * Answers that ATTRIB with what the terminal holds.
     *
     * @param attribAnswer the card's answer to the terminal's ATTRIB, normally the one byte 08
     * @param uniqueId the card's unique id: 8 bytes
     */
    void confirmSelect(Bytes attribAnswer, Bytes uniqueId) throws VerifierException, InterruptedException;

    /**
     * Reads the card.
     *
     * @param wanted what is to be read, within {@link #capabilities}
     * @param exchanged card commands that the terminal has run already, with their answers
     * @param card runs further card commands
     * @return the verifier's host frames that carry the record, preamble and checksum included
     * @throws CardException as {@link Card#exchange} threw it, or because the card was refused
     */
    List<Bytes> read(Set<Capability> wanted, List<CardExchange> exchanged, Card card)
            throws VerifierException, CardException, InterruptedException;

    /**
     * Ends the session, however far it came, and returns once the verifier can serve the next one.
     *
     * @throws VerifierException if it cannot: the host then serves nobody with it until a later try succeeds
     */
    void release() throws VerifierException, InterruptedException;
}
