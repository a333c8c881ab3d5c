package org.idrelay.reader.pcsc;

import org.idrelay.api.Bytes;
import org.idrelay.reader.pcsc.PcscException.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An open connection to a reader. Commands go as APDUs over the card connection, or as escapes if there is none. */
final class PcscConnection implements CommandPath, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PcscConnection.class);

    private static final int LONGEST_ANSWER = 1024;

    private final Pcsc pcsc;
    private final Pcsc.Opened card;
    private boolean escapesWork;

    PcscConnection(Pcsc pcsc, Pcsc.Opened card) {
        this.pcsc = pcsc;
        this.card = card;
    }

    @Override
    public Bytes transmit(Bytes apdu) throws PcscException {
        byte[] command = apdu.toArray();
        if (card.protocol() != 0) {
            return Bytes.of(pcsc.transmit(card, command, LONGEST_ANSWER));
        }
        try {
            Bytes answer = Bytes.of(pcsc.control(card, Pcsc.escapeCode(), command, LONGEST_ANSWER));
            escapesWork = true;
            return answer;
        } catch (PcscException e) {
            if (e.kind() == Kind.FAULT && !escapesWork) {
                // by itself the reader sees no card, and we may not ask it to look another way
                throw new PcscException(Kind.CARD_GONE, "no card, and no escapes: " + e.getMessage());
            }
            throw e;
        }
    }

    @Override
    public void close() {
        try {
            pcsc.disconnect(card.handle());
        } catch (PcscException e) {
            log.debug("a connection that was broken: {}", e.getMessage());
        }
    }
}
