package org.idrelay.verifier.sam;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import org.idrelay.api.verifier.VerifierException;
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
            readsAgain(bench);
            assertTrue(bench.offers.get() >= 2, "offered anew");
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
            readsAgain(bench);
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
            readsAgain(bench);
        }
    }

    @Test
    void takesTheVerifierBackWhenItIsClosed() throws Exception {
        SamBench bench = new SamBench(MILLIS, MILLIS);
        bench.verifier();
        bench.close();
        assertFalse(bench.isOffered());
    }

    /** A line that was made before the end of the fault may still break, and with it the verifier that was offered on it. */
    private static void readsAgain(SamBench bench) {
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptionsInstanceOf(VerifierException.class)
                .untilAsserted(() -> bench.reads(bench.verifier()));
    }
}
