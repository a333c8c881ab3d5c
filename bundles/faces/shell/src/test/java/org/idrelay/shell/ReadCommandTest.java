package org.idrelay.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.karaf.shell.support.CommandException;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.record.CardDate;
import org.idrelay.api.record.CardPresence;
import org.idrelay.api.record.EthnicGroup;
import org.idrelay.api.record.RecordParts;
import org.idrelay.api.record.ResidentRecord;
import org.idrelay.api.record.Sex;
import org.idrelay.operations.audit.AuditCheck;
import org.idrelay.operations.audit.AuditEntry;
import org.idrelay.operations.audit.AuditTrail;
import org.idrelay.operations.reading.ReadingEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ReadCommandTest {

    private static final UUID SESSION = new UUID(1, 2);

    private final ReadCommand command = new ReadCommand();

    @Test
    void printsTheNextRecordOfAnyReader() throws Exception {
        NextRecord next = new NextRecord(null);
        next.happened(new ReadingEvent.CardFound("reader-2", SESSION));
        next.happened(read("reader-2"));
        String printed = Printed.by(out -> command.print(next, out));
        assertTrue(printed.startsWith("姓名 张测试\n"), printed);
        assertTrue(printed.contains("公民身份号码 990000199001010017\n"), printed);
        assertTrue(printed.contains("photo 4 bytes, SHA-256 "), printed);
    }

    @Test
    void isWrittenIntoTheTrailBeforeAnythingIsPrinted() throws Exception {
        List<AuditEntry> written = new ArrayList<>();
        command.trail = trail(written::add);
        Printed.by(out -> command.print(readAt("reader-2"), out));
        AuditEntry line = written.get(0);
        assertEquals(AuditEntry.Action.LOOK, line.action());
        assertEquals(List.of("console", "t-01", "reader-2"), List.of(line.who(), line.terminal(), line.reader()));
        assertFalse(line.number().isEmpty());
    }

    @Test
    void printsNothingThatCannotBeWrittenDown() {
        command.trail = trail(entry -> {
            throw new UncheckedIOException(new IOException("on demand"));
        });
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        CommandException failure =
                assertThrows(CommandException.class, () -> command.print(readAt("reader-2"), new PrintStream(printed)));
        assertTrue(String.valueOf(failure.getMessage()).startsWith("AUDIT_FAILED."));
        assertEquals(0, printed.size());
    }

    private static NextRecord readAt(String reader) {
        NextRecord next = new NextRecord(null);
        next.happened(read(reader));
        return next;
    }

    private static AuditTrail trail(Consumer<AuditEntry> writing) {
        return new AuditTrail() {
            @Override
            public void write(AuditEntry entry) throws IOException {
                try {
                    writing.accept(entry);
                } catch (UncheckedIOException e) {
                    throw e.getCause();
                }
            }

            @Override
            public AuditCheck verify() {
                throw new AssertionError("nobody asked");
            }
        };
    }

    @Test
    void leavesOtherReadersOut() throws Exception {
        command.timeoutSeconds = 1;
        NextRecord next = new NextRecord("reader-1");
        next.happened(read("reader-2"));
        CommandException over = assertThrows(CommandException.class, () -> Printed.by(out -> command.print(next, out)));
        assertEquals("No card was read within 1 s.", over.getMessage());
    }

    @Test
    void tellsOfFailuresWhileItWaits() throws Exception {
        NextRecord next = new NextRecord("reader-1");
        next.happened(new ReadingEvent.ReadFailed("reader-1", SESSION, 1, FailureCode.CARD_GONE, true));
        next.happened(new ReadingEvent.ReadFailed("reader-2", SESSION, 1, FailureCode.READER_FAULT, true));
        next.happened(read("reader-1"));
        String printed = Printed.by(out -> command.print(next, out));
        assertTrue(printed.startsWith("reader-1: CARD_GONE. The card left the field before the read was over."
                + " Leave the card on the reader. Reading again.\n姓名"));
        assertFalse(printed.contains("reader-2"), printed);
    }

    @Test
    void endsWhenTheConsoleInterruptsIt() throws Exception {
        NextRecord next = new NextRecord(null);
        CountDownLatch waiting = new CountDownLatch(1);
        var thread = Executors.newSingleThreadExecutor();
        Future<?> read = thread.submit(() -> {
            waiting.countDown();
            command.print(next, new PrintStream(OutputStream.nullOutputStream()));
            return null;
        });
        waiting.await();
        thread.shutdownNow();
        assertTrue(thread.awaitTermination(20, TimeUnit.SECONDS));
        assertTrue(assertThrows(Exception.class, read::get).getCause() instanceof InterruptedException);
    }

    @Test
    void refusesReadersThatTheTerminalDoesNotHave() throws Exception {
        command.reader = "reader-1";
        command.check(new FakeTerminal());
        command.reader = "reader-9";
        assertThrows(CommandException.class, () -> command.check(new FakeTerminal()));
    }

    @Test
    void refusesATimeBelowZero() {
        command.timeoutSeconds = -1;
        assertThrows(CommandException.class, () -> command.check(new FakeTerminal()));
    }

    @Test
    void needsATerminal() {
        CommandException missing = assertThrows(CommandException.class, command::execute);
        assertEquals(
                "This container has no terminal. To change that: feature:install idrelay-terminal",
                missing.getMessage());
    }

    private static ReadingEvent read(String reader) {
        return new ReadingEvent.RecordRead(
                reader,
                SESSION,
                1,
                new CardPresence(new UUID(3, 4), "t-01", reader),
                new ResidentRecord(
                        "张测试",
                        new Sex("1"),
                        new EthnicGroup("01"),
                        new CardDate("19900101"),
                        "模拟省测试市样例路1号",
                        "990000199001010017",
                        "测试公安局",
                        new CardDate("20200101"),
                        new CardDate("20400101"),
                        "",
                        true,
                        new RecordParts(Bytes.EMPTY, Bytes.of(new byte[4]), Bytes.EMPTY, Bytes.EMPTY)));
    }
}
