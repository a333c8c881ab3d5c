package org.idrelay.reader.pcsc;

import org.idrelay.api.Bytes;

/** A way for commands to the reader itself, and for its answers. Blocks; one call at a time. */
interface CommandPath {

    /** The reader's answer to an APDU, status word included; may be anything. */
    Bytes transmit(Bytes apdu) throws PcscException;
}
