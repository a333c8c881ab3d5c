package org.idrelay.reader.pcsc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.reader.ReaderException;
import org.idrelay.simulator.CardPersonaliser;
import org.idrelay.simulator.SimulatedReader;
import org.idrelay.simulator.SyntheticPeople;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whole reads through the real pcsc-lite, and over restarts of its daemon. */
@Timeout(60)
class PcscReadTest {

    private static List<Bytes> expected() throws Exception {
        SimulatedReader model = new SimulatedReader("model");
        model.insert(CardPersonaliser.issue(SyntheticPeople.all().get(0)));
        return WholeRead.of(model);
    }

    @Test
    void readsTheWholeCardByteForByte() throws Exception {
        try (PcscBench bench = new PcscBench()) {
            bench.insert();
            List<Bytes> read = WholeRead.of(bench.reader);
            assertEquals(36, read.size()); // 36 exchanges, the unique id more, the challenge less
            assertTrue(expected().equals(read), "the answers differ");
            assertTrue(bench.reader.description().contains("transparent session"));
        }
    }

    @Test
    void survivesARestartOfTheDaemonBetweenReads() throws Exception {
        try (PcscBench bench = new PcscBench()) {
            bench.insert();
            for (int restart = 0; restart < 3; restart++) {
                assertTrue(expected().equals(WholeRead.of(bench.reader)), "the answers differ");
                bench.daemon.stop();
                assertEquals(
                        FailureCode.READER_DAEMON_GONE,
                        assertThrows(ReaderException.class, () -> bench.reader.field(false))
                                .code());
                bench.daemon.start();
                bench.awaitPlugged();
            }
            assertTrue(expected().equals(WholeRead.of(bench.reader)), "the answers differ");
        }
    }

    @Test
    void aRestartInMidReadFailsThatReadOnly() throws Exception {
        try (PcscBench bench = new PcscBench()) {
            bench.insert();
            AtomicInteger left = new AtomicInteger(12);
            ReaderException failure = assertThrows(
                    ReaderException.class,
                    () -> WholeRead.of(bench.reader, () -> {
                        if (left.getAndDecrement() == 0) {
                            bench.daemon.stop();
                        }
                    }));
            assertEquals(FailureCode.READER_DAEMON_GONE, failure.code());
            bench.daemon.start();
            bench.awaitPlugged();
            assertTrue(expected().equals(WholeRead.of(bench.reader)), "the answers differ");
        }
    }
}
