package org.idrelay.api.photo;

import org.idrelay.api.Bytes;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Makes a picture of a photo as it stands on the card. Registered as a service by vendors: the real format has no open
 * decoder. Called on threads that may block, several at a time.
 */
@ConsumerType
public interface PhotoDecoder {

    /** The decoder's name, for operators. */
    String name();

    /** Whether this may be a photo in the format that this decoder knows. Looks at the first bytes only. */
    boolean recognises(Bytes photo);

    /**
     * Decodes.
     *
     * @param photo 1024 bytes, as in the record
     * @throws PhotoException PHOTO_FAILED if it cannot be decoded
     */
    PhotoImage decode(Bytes photo) throws PhotoException, InterruptedException;
}
