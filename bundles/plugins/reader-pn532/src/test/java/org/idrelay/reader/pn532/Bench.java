package org.idrelay.reader.pn532;

import java.util.OptionalLong;
import org.idrelay.api.reader.CardReader;
import org.idrelay.conformance.ReaderRig;
import org.idrelay.simulator.CardPersonaliser;
import org.idrelay.simulator.SyntheticPeople;

/** A driver and an emulated PN532 at the two ends of a line. */
final class Bench implements ReaderRig {

    final SimulatedPn532 chip;
    final Pn532Reader reader;

    Bench() {
        MemoryLine[] ends = MemoryLine.pair();
        chip = new SimulatedPn532(ends[1], ends[0]::unplug);
        reader = new Pn532Reader("pn532-1", "memory", new Pn532(ends[0]), 1500);
    }

    @Override
    public CardReader reader() {
        return reader;
    }

    @Override
    public void insert() {
        chip.field.insert(CardPersonaliser.issue(SyntheticPeople.all().get(0)));
    }

    @Override
    public void lift() {
        chip.field.lift();
    }

    @Override
    public OptionalLong framesOnAir() {
        return OptionalLong.of(chip.field.exchanges());
    }

    @Override
    public void close() {
        reader.close();
        chip.close();
    }
}
