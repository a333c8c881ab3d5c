package org.idrelay.simulator;

import java.util.OptionalLong;
import org.idrelay.api.reader.CardReader;
import org.idrelay.conformance.CardReaderConformance;
import org.idrelay.conformance.ReaderRig;

/** The simulated reader is a reader like any other. */
class SimulatedReaderConformanceTest implements CardReaderConformance {

    @Override
    public ReaderRig rig() {
        SimulatedReader reader = new SimulatedReader("reader-1");
        return new ReaderRig() {
            @Override
            public CardReader reader() {
                return reader;
            }

            @Override
            public void insert() {
                reader.insert(CardPersonaliser.issue(SyntheticPeople.all().get(0)));
            }

            @Override
            public void lift() {
                reader.lift();
            }

            @Override
            public OptionalLong framesOnAir() {
                return OptionalLong.of(reader.exchanges());
            }

            @Override
            public void close() {}
        };
    }
}
