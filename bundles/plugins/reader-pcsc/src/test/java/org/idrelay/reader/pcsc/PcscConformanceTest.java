package org.idrelay.reader.pcsc;

import org.idrelay.conformance.CardReaderConformance;
import org.idrelay.conformance.ReaderRig;

/** Our driver on the real pcscd does what every driver must. */
class PcscConformanceTest implements CardReaderConformance {

    @Override
    public ReaderRig rig() throws Exception {
        return new PcscBench();
    }
}
