package org.idrelay.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ShapingTest {

    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    @Test
    void passesBytesAsTheyCameWithoutFaults() {
        List<Shaping.Slice> slices = new Shaping(1).shape(Faults.NONE, -7, bytes(100));
        assertEquals(1, slices.size());
        assertEquals(-7, slices.get(0).dueNanos());
        assertEquals(100, slices.get(0).bytes().remaining());
    }

    @Test
    void jitterStaysWithinItsBoundsAndNeverReverses() {
        Shaping shaping = new Shaping(1);
        long[] dues = new long[1000];
        for (int i = 0; i < dues.length; i++) {
            long now = i * MILLI;
            dues[i] =
                    shaping.shape(Faults.delayed(20, 10), now, bytes(1)).get(0).dueNanos();
            assertTrue(dues[i] - now >= 20 * MILLI, "too early: " + i);
            assertTrue(dues[i] - now <= 30 * MILLI, "too late: " + i);
            assertTrue(i == 0 || dues[i] >= dues[i - 1], "overtaken: " + i);
        }
        assertTrue(LongStream.range(0, 1000)
                        .map(i -> dues[(int) i] - i * MILLI)
                        .distinct()
                        .count()
                > 300);
    }

    @Test
    void slicesAreShortAndLoseNothing() {
        ByteBuffer came = bytes(1000);
        for (int i = 0; i < 1000; i++) {
            came.put(i, (byte) i);
        }
        List<Shaping.Slice> slices = new Shaping(1).shape(Faults.sliced(7), 0, came);
        int at = 0;
        for (Shaping.Slice slice : slices) {
            assertTrue(slice.bytes().remaining() >= 1 && slice.bytes().remaining() <= 7);
            while (slice.bytes().hasRemaining()) {
                assertEquals((byte) at++, slice.bytes().get());
            }
        }
        assertEquals(1000, at);
    }

    @Test
    void dripsOneByteAtATimeAlsoWhenMoreComes() {
        Shaping shaping = new Shaping(1);
        List<Shaping.Slice> first = shaping.shape(Faults.dripping(50), 0, bytes(3));
        List<Shaping.Slice> second = shaping.shape(Faults.dripping(50), MILLI, bytes(1));
        assertEquals(
                List.of(0L, 50 * MILLI, 100 * MILLI),
                first.stream().map(Shaping.Slice::dueNanos).toList());
        assertEquals(150 * MILLI, second.get(0).dueNanos());
    }

    @Test
    void theEndComesBehindAllBytes() {
        Shaping shaping = new Shaping(1);
        long last = shaping.shape(Faults.delayed(100, 0), 0, bytes(1)).get(0).dueNanos();
        List<Shaping.Slice> end = shaping.shape(Faults.NONE, MILLI, bytes(0));
        assertEquals(1, end.size());
        assertEquals(last, end.get(0).dueNanos());
    }

    @Test
    void theSeedDecides() {
        assertEquals(lengths(5), lengths(5));
        assertNotEquals(lengths(5), lengths(6));
    }

    private static List<Integer> lengths(long seed) {
        return new Shaping(seed)
                .shape(Faults.sliced(9), 0, bytes(200)).stream()
                        .map(slice -> slice.bytes().remaining())
                        .toList();
    }

    private static ByteBuffer bytes(int length) {
        return ByteBuffer.allocate(length);
    }
}
