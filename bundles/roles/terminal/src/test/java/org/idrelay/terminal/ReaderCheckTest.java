package org.idrelay.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.card.TypeBFrame;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A reader is checked: one poll, told step by step. */
class ReaderCheckTest {

    private final TerminalBench bench = new TerminalBench();
    private final FakeReader reader = bench.reader("r-1");

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void saysThatNothingIsThere() throws Exception {
        List<String> told = check();
        assertEquals("The field was switched off and on.", told.get(0));
        assertTrue(told.get(1).contains("nothing came within 30 ms"), told.toString());
        assertEquals(2, told.size());
    }

    @Test
    void describesAResidentIdentityCard() throws Exception {
        bench.terminal.stop("r-1");
        bench.loop.pass(100);
        reader.noise(TypeBFrame.seal(Bytes.ofHex("5000000000d103860c008080")));
        List<String> told = check();
        assertTrue(told.contains("  PUPI: 00000000"), told.toString());
        assertTrue(told.contains("  ISO/IEC 14443-4: no"), told.toString());
        assertEquals("A resident identity card. This reader can be used.", told.get(told.size() - 1));
    }

    /** Its PUPI is its owner's. */
    @Test
    void namesNoNumberOfAnotherCard() throws Exception {
        reader.noise(TypeBFrame.seal(Bytes.ofHex("50aabbccdd11223344008191")));
        List<String> told = check();
        assertTrue(told.contains("  PUPI: another than 00000000"), told.toString());
        assertTrue(told.contains("  ISO/IEC 14443-4: yes"), told.toString());
        assertFalse(told.toString().toLowerCase(Locale.ROOT).contains("aabbccdd"));
        assertFalse(told.toString().contains("11223344"));
        assertEquals("A type B card, but no resident identity card. The reader works.", told.get(told.size() - 1));
    }

    @Test
    void saysWhatIsWrongWithAnAnswer() throws Exception {
        reader.noise(Bytes.ofHex("5000000000d103860c0080800000"));
        assertTrue(check().contains("  wrong CRC_B on 12 bytes"));
        reader.noise(TypeBFrame.seal(Bytes.ofHex("6000")));
        assertTrue(check().contains("  no ATQB in 2 bytes"));
    }

    @Test
    void saysThatTheReaderFailed() throws Exception {
        reader.fault(Optional.of(FailureCode.READER_FAULT));
        assertTrue(check().get(0).startsWith("The reader failed: READER_FAULT. "));
    }

    @Test
    void saysThatTheReaderWentMeanwhile() throws Exception {
        CompletableFuture<List<String>> told = begin();
        bench.loop.pass(1);
        reader.unplug();
        assertEquals(List.of("The reader is gone."), told.get());
    }

    @Test
    void looksForCardsAgainAfterwards() throws Exception {
        bench.until("r-1", "POLLING");
        check();
        bench.until("r-1", "POLLING");
        reader.insert(new FakeCard());
        bench.until("r-1", "PRESENT");
    }

    @Test
    void leavesAStoppedReaderStopped() throws Exception {
        bench.terminal.stop("r-1");
        bench.loop.pass(100);
        check();
        bench.loop.pass(1000);
        assertEquals("STOPPED", bench.state("r-1"));
        assertFalse(reader.fieldOn());
    }

    @Test
    void pollsOnlyOnce() throws Exception {
        bench.terminal.stop("r-1");
        bench.loop.pass(100);
        long before = reader.findCommands();
        check();
        bench.loop.pass(1000);
        assertEquals(before + 1, reader.findCommands());
    }

    @Test
    void disturbsNoSession() {
        reader.insert(new FakeCard());
        bench.until("r-1", "RELAYING");
        assertInstanceOf(IllegalStateException.class, refusal(begin()));
        bench.until("r-1", "PRESENT");
    }

    @Test
    void checksNoReaderTwiceAtOnce() throws Exception {
        CompletableFuture<List<String>> first = begin();
        CompletableFuture<List<String>> second = begin();
        bench.loop.pass(1000);
        assertFalse(first.get().isEmpty());
        assertInstanceOf(IllegalStateException.class, refusal(second));
    }

    @Test
    void knowsItsReadersByName() {
        CompletableFuture<List<String>> told = bench.terminal.test("r-2").toCompletableFuture();
        assertInstanceOf(IllegalArgumentException.class, refusal(told));
    }

    private @Nullable Throwable refusal(CompletableFuture<List<String>> told) {
        bench.loop.pass(1);
        return assertThrows(ExecutionException.class, told::get).getCause();
    }

    private CompletableFuture<List<String>> begin() {
        return bench.terminal.test("r-1").toCompletableFuture();
    }

    private List<String> check() throws Exception {
        CompletableFuture<List<String>> told = begin();
        bench.loop.pass(3000);
        return told.get();
    }
}
