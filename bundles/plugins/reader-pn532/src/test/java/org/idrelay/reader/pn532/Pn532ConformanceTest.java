package org.idrelay.reader.pn532;

import org.idrelay.conformance.CardReaderConformance;
import org.idrelay.conformance.ReaderRig;

class Pn532ConformanceTest implements CardReaderConformance {

    @Override
    public ReaderRig rig() {
        return new Bench();
    }
}
