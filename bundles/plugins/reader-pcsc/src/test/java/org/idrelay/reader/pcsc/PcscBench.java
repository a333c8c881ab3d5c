package org.idrelay.reader.pcsc;

import java.io.IOException;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.idrelay.api.Bytes;
import org.idrelay.api.reader.CardReader;
import org.idrelay.conformance.ReaderRig;
import org.idrelay.simulator.CardPersonaliser;
import org.idrelay.simulator.SimulatedReader;
import org.idrelay.simulator.SyntheticPeople;

/** A running daemon, a virtual reader in its first slot, and our driver on it. */
final class PcscBench implements ReaderRig {

    static final PcscSettings SETTINGS = new PcscSettings(RawMode.auto, true, 1500);

    final PrivateDaemon daemon;
    final SimulatedReader air = new SimulatedReader("air");
    final VirtualCard virtual;
    final PcscReader reader;

    PcscBench() throws IOException {
        daemon = PrivateDaemon.required();
        daemon.start();
        virtual = new VirtualCard(daemon.port(0), air);
        awaitPlugged();
        reader = new PcscReader(new Pcsc(""), "Virtual PCD 00 00", "virtual", SETTINGS);
    }

    /** Waits until the daemon takes the virtual reader for a card. */
    void awaitPlugged() {
        Pcsc pcsc = new Pcsc("");
        Awaitility.await()
                .atMost(10, TimeUnit.SECONDS)
                .ignoreException(PcscException.class)
                .until(() -> {
                    try (PcscContext context = new PcscContext(pcsc);
                            PcscConnection connection = context.connect("Virtual PCD 00 00")) {
                        return !connection.transmit(Bytes.ofHex("FF00000000")).isEmpty();
                    }
                });
    }

    @Override
    public CardReader reader() {
        return reader;
    }

    @Override
    public void insert() {
        air.insert(CardPersonaliser.issue(SyntheticPeople.all().get(0)));
    }

    @Override
    public void lift() {
        air.lift();
    }

    @Override
    public OptionalLong framesOnAir() {
        return OptionalLong.of(air.exchanges());
    }

    @Override
    public void close() throws IOException {
        reader.close();
        virtual.close();
        daemon.close();
    }
}
