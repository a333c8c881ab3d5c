package org.idrelay.reader.pcsc;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks PC/SC which readers there are. One thread. Without a daemon there are none; the next scan asks its successor. */
final class ReaderScan implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ReaderScan.class);

    private final Pcsc pcsc;
    private final Pattern wanted;
    private @Nullable PcscContext context;
    private boolean missed;

    ReaderScan(Pcsc pcsc, Pattern wanted) {
        this.pcsc = pcsc;
        this.wanted = wanted;
    }

    /** The PC/SC names of the readers that are there and wanted. */
    Set<String> scan() {
        try {
            if (context == null) {
                context = new PcscContext(pcsc);
            }
            Set<String> names = new LinkedHashSet<>(context.readers());
            names.removeIf(name -> !wanted.matcher(name).matches());
            if (missed) {
                log.info("PC/SC answers again");
                missed = false;
            }
            return names;
        } catch (PcscException e) {
            if (!missed) {
                log.warn("PC/SC does not answer, so there are no readers: {}", e.getMessage());
                missed = true;
            }
            close();
            return Set.of();
        }
    }

    @Override
    public void close() {
        if (context != null) {
            context.close();
            context = null;
        }
    }
}
