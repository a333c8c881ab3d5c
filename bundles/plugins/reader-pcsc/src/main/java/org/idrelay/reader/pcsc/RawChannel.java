package org.idrelay.reader.pcsc;

import java.util.Optional;
import org.idrelay.api.Bytes;
import org.idrelay.api.reader.ReaderException;

/** One of the ways in which a PC/SC reader takes raw type B frames, begun and ready. Blocks; one call at a time. */
interface RawChannel {

    void field(boolean on) throws PcscException, ReaderException;

    /** As {@link org.idrelay.api.reader.CardReader#exchange}. */
    Optional<Bytes> exchange(Bytes frame, int timeoutMillis) throws PcscException, ReaderException;

    /** Leaves the reader as it was, as far as it still listens. */
    void end() throws PcscException, ReaderException;

    /** Which way this is, for operators. */
    String way();
}
