package org.idrelay.reader.pcsc;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.idrelay.reader.pcsc.PcscException.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One conversation with the daemon, as good as the daemon lives; whoever gets DAEMON_GONE closes it and opens another. */
final class PcscContext implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PcscContext.class);

    private static final int EXCLUSIVE = 1;
    private static final int DIRECT = 3;
    private static final int T0_OR_T1 = 3;

    private final Pcsc pcsc;
    private final long context;

    PcscContext(Pcsc pcsc) throws PcscException {
        this.pcsc = pcsc;
        context = pcsc.establish();
    }

    /** The names of the readers that the daemon has now. */
    List<String> readers() throws PcscException {
        try {
            return Pcsc.names(pcsc.readers(context));
        } catch (PcscException e) {
            if (e.kind() == Kind.READER_GONE) {
                return List.of();
            }
            throw e;
        }
    }

    /** A way to the reader: through the card connection if it says that a card is there, else by escapes. */
    PcscConnection connect(String reader) throws PcscException {
        byte[] name = reader.getBytes(StandardCharsets.UTF_8);
        try {
            return new PcscConnection(pcsc, pcsc.connect(context, name, EXCLUSIVE, T0_OR_T1));
        } catch (PcscException e) {
            if (e.kind() != Kind.CARD_GONE) {
                throw e;
            }
            return new PcscConnection(pcsc, pcsc.connect(context, name, DIRECT, 0));
        }
    }

    @Override
    public void close() {
        try {
            pcsc.release(context);
        } catch (PcscException e) {
            log.debug("a context whose daemon stopped: {}", e.getMessage());
        }
    }
}
