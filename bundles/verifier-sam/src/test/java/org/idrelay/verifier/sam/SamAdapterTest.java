package org.idrelay.verifier.sam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.InetAddress;
import java.net.Socket;
import org.idrelay.simulator.SamFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class SamAdapterTest {

    private static final int MILLIS = 1000;

    @Test
    void takesTheVerifierBackWhileItsLinesAreDown() throws Exception {
        try (SamBench bench = new SamBench(MILLIS, MILLIS)) {
            bench.verifier();
            bench.sam.fault(SamFault.CLOSE);
            bench.awaitGone();
            bench.sam.mend();
            bench.reads(bench.verifier());
            assertEquals(2, bench.offers.get());
        }
    }

    @Test
    void offersNoVerifierThatKeepsSilent() throws Exception {
        try (SamBench bench = new SamBench(MILLIS, MILLIS)) {
            bench.verifier();
            bench.sam.fault(SamFault.CLOSE);
            bench.awaitGone();
            bench.sam.fault(SamFault.GARBAGE);
            bench.awaitHeard(0x11FF, bench.heard(0x11FF) + 3);
            assertFalse(bench.isOffered());
            bench.sam.mend();
            bench.reads(bench.verifier());
        }
    }

    @Test
    void reachesASamWhosePortsWereProbedBySomebodyElse() throws Exception {
        try (SamBench bench = new SamBench(MILLIS, MILLIS)) {
            bench.reads(bench.verifier());
            for (int i = 0; i < 3; i++) {
                new Socket(InetAddress.getLoopbackAddress(), bench.sam.hostPort()).close();
            }
            new Socket(InetAddress.getLoopbackAddress(), bench.sam.rfPort()).close();
            bench.sam.fault(SamFault.CLOSE);
            bench.awaitGone();
            bench.sam.mend();
            bench.reads(bench.verifier());
        }
    }

    @Test
    void takesTheVerifierBackWhenItIsClosed() throws Exception {
        SamBench bench = new SamBench(MILLIS, MILLIS);
        bench.verifier();
        bench.close();
        assertFalse(bench.isOffered());
    }
}
