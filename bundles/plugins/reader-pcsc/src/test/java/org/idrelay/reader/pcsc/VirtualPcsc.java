package org.idrelay.reader.pcsc;

import java.io.IOException;
import java.nio.file.Path;
import org.idrelay.simulator.SimulatedReader;

/** A daemon with a virtual reader, for tests of the whole. */
public final class VirtualPcsc implements AutoCloseable {

    /** Where a card is laid. */
    public final SimulatedReader field = new SimulatedReader("field");

    private final PrivateDaemon daemon = new PrivateDaemon();
    private final VirtualCard virtual;

    /** Starts both. */
    public VirtualPcsc() throws IOException {
        daemon.start();
        virtual = new VirtualCard(daemon.port(0), field);
    }

    /** What a program needs in its environment, as {@code PCSCLITE_CSOCK_NAME}, to find this daemon. */
    public Path socket() {
        return PrivateDaemon.socket();
    }

    /** Stops the daemon and starts it anew. */
    public void restart() throws IOException {
        daemon.stop();
        daemon.start();
    }

    @Override
    public void close() throws IOException {
        virtual.close();
        daemon.close();
    }
}
