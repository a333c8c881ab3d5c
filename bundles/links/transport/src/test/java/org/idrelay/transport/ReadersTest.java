package org.idrelay.transport;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.reader.ReaderException;
import org.idrelay.link.Endpoint;
import org.idrelay.link.Link;
import org.idrelay.secrecy.Keyring;
import org.idrelay.wire.Failure;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Header;
import org.idrelay.wire.Message;
import org.idrelay.wire.ReaderAnswer;
import org.idrelay.wire.ReaderCommand;
import org.idrelay.wire.Role;
import org.idrelay.wire.WireException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A terminal and its readers, through the Camel routes. */
@ExtendWith(NoLeaks.class)
class ReadersTest {

    private static final Bytes REQB = Bytes.ofHex("05000071ff");

    private final RelayTransport transport = new RelayTransport(new Keyring());
    private final Peers terminal = Peers.readers(Peers.SILENT);
    private final CountDownLatch released = new CountDownLatch(1);

    @AfterEach
    void close() {
        released.countDown();
        transport.close();
    }

    @Test
    void linksEveryReaderWhetherItOrTheTerminalComesFirst() {
        transport.add(FakeReader.echoing("early"), "driver-1");
        transport.add(terminal);
        transport.add(FakeReader.echoing("late"), "driver-2");
        await().until(() -> terminal.opened.size() == 2);

        assertEquals(
                List.of("early", "late"),
                terminal.opened.stream().map(Link::peer).toList());
        assertEquals(
                List.of("driver-1", "driver-2"),
                terminal.opened.stream().map(Link::address).toList());
        assertEquals(Role.READER, terminal.opened.get(0).peerRole());
    }

    @Test
    void performsCommandsOnTheReadersOwnThreadAndCountsTheAnswers() {
        FakeReader reader = FakeReader.echoing("reader-1");
        Link link = linked(reader);
        link.send(command(10, ReaderCommand.Action.FIELD_ON, Bytes.EMPTY));
        link.send(command(11, ReaderCommand.Action.EXCHANGE, REQB));
        link.send(command(12, ReaderCommand.Action.FIELD_OFF, Bytes.EMPTY));
        await().until(() -> terminal.received.size() == 3);

        assertEquals(
                List.of(
                        new ReaderAnswer(false, Bytes.EMPTY),
                        new ReaderAnswer(true, REQB),
                        new ReaderAnswer(false, Bytes.EMPTY)),
                messages());
        assertEquals(List.of(0L, 1L, 2L), terminal.sequences());
        assertEquals(List.of(10L, 11L, 12L), replies());
        assertEquals(List.of(true, false), reader.switched);
        assertEquals(1, reader.threads.stream().distinct().count());
        assertEquals("idrelay-reader-reader-1", reader.threads.get(0).getName());
    }

    @Test
    void passesItsRoutesInOrder() {
        Link link = linked(FakeReader.echoing("reader-1"));
        int count = 1000;
        for (int i = 0; i < count; i++) {
            link.send(command(i, ReaderCommand.Action.EXCHANGE, REQB));
        }
        await().until(() -> terminal.received.size() == count);

        List<Long> all = LongStream.range(0, count).boxed().toList();
        assertEquals(all, terminal.sequences());
        assertEquals(all, replies());
        for (String id : List.of("readers-in", "readers-out")) {
            await(id).until(() -> RouteCount.of(transport.camel(), id) == count);
        }
    }

    @Test
    void saysThatTheCardWasSilent() {
        Link link = linked(new FakeReader("reader-1", (frame, timeoutMillis) -> Optional.empty()));
        link.send(command(0, ReaderCommand.Action.EXCHANGE, REQB));
        await().until(() -> terminal.received.size() == 1);
        assertEquals(List.of(new ReaderAnswer(false, Bytes.EMPTY)), messages());
    }

    @Test
    void passesOnWhatTheReaderReports() {
        Link link = linked(new FakeReader("reader-1", (frame, timeoutMillis) -> {
            throw new ReaderException(FailureCode.READER_FAULT, "antenna");
        }));
        link.send(command(0, ReaderCommand.Action.EXCHANGE, REQB));
        await().until(() -> terminal.received.size() == 1);
        assertEquals(List.of(Failure.of(FailureCode.READER_FAULT, "antenna")), messages());
    }

    @Test
    void survivesADriverThatThrows() {
        AtomicBoolean thrown = new AtomicBoolean();
        Link link = linked(new FakeReader("reader-1", (frame, timeoutMillis) -> {
            if (thrown.compareAndSet(false, true)) {
                throw new IllegalStateException("on purpose");
            }
            return Optional.of(frame);
        }));
        link.send(command(0, ReaderCommand.Action.EXCHANGE, REQB));
        link.send(command(1, ReaderCommand.Action.EXCHANGE, REQB));
        await().until(() -> terminal.received.size() == 2);
        assertEquals(
                List.of(Failure.of(FailureCode.READER_FAULT, "IllegalStateException"), new ReaderAnswer(true, REQB)),
                messages());
    }

    @Test
    void interruptsADriverThatTakesTooLong() {
        AtomicBoolean interrupted = new AtomicBoolean();
        Link link = linked(new FakeReader("reader-1", (frame, timeoutMillis) -> {
            try {
                released.await();
            } catch (InterruptedException e) {
                interrupted.set(true);
                throw e;
            }
            return Optional.of(frame);
        }));
        link.send(command(0, ReaderCommand.Action.EXCHANGE, REQB));
        await().until(() -> terminal.received.size() == 1);
        assertEquals(List.of(Failure.of(FailureCode.READER_TIMEOUT, "")), messages());
        await().until(interrupted::get);
    }

    @Test
    void dropsTheLateAnswerOfADriverThatCannotBeInterrupted() {
        Link link = linked(new FakeReader("reader-1", (frame, timeoutMillis) -> {
            if (frame.equals(REQB)) {
                stuck();
            }
            return Optional.of(frame);
        }));
        Bytes next = Bytes.ofHex("0500083973");
        link.send(command(0, ReaderCommand.Action.EXCHANGE, REQB));
        await().until(() -> terminal.received.size() == 1);
        released.countDown();
        link.send(command(1, ReaderCommand.Action.EXCHANGE, next));
        await().until(() -> terminal.received.size() == 2);

        assertEquals(List.of(Failure.of(FailureCode.READER_TIMEOUT, ""), new ReaderAnswer(true, next)), messages());
        assertEquals(List.of(0L, 1L), replies());
    }

    @Test
    void answersForAStuckDriverAgainAndAgain() {
        Link link = linked(new FakeReader("reader-1", (frame, timeoutMillis) -> {
            stuck();
            return Optional.of(frame);
        }));
        link.send(command(0, ReaderCommand.Action.EXCHANGE, REQB));
        link.send(command(1, ReaderCommand.Action.FIELD_OFF, Bytes.EMPTY));
        await().until(() -> terminal.received.size() == 2);
        Failure timeout = Failure.of(FailureCode.READER_TIMEOUT, "");
        assertEquals(List.of(timeout, timeout), messages());
    }

    @Test
    void endsTheLinkBeforeItLetsAReaderGo() {
        CountDownLatch exchanging = new CountDownLatch(1);
        AtomicBoolean over = new AtomicBoolean();
        FakeReader reader = new FakeReader("reader-1", (frame, timeoutMillis) -> {
            exchanging.countDown();
            try {
                released.await();
            } finally {
                over.set(true);
            }
            return Optional.of(frame);
        });
        Link link = linked(reader);
        transport.add(FakeReader.echoing("reader-2"), "fake");
        link.send(command(0, ReaderCommand.Action.EXCHANGE, REQB));
        await().until(() -> exchanging.getCount() == 0);

        transport.remove(reader);
        assertEquals(List.of(FailureCode.READER_GONE), terminal.closed);
        assertTrue(over.get(), "the driver is still called");
        link.send(command(1, ReaderCommand.Action.EXCHANGE, REQB));

        Link other = terminal.opened.get(1);
        other.send(command(0, ReaderCommand.Action.EXCHANGE, REQB));
        await().until(() -> terminal.received.size() == 1);
        assertEquals(List.of(new ReaderAnswer(true, REQB)), messages());
        assertEquals(1, reader.threads.size());
    }

    @Test
    void tellsTheTerminalWhenItsOwnEndIsTakenAway() {
        linked(FakeReader.echoing("reader-1"));
        transport.remove(terminal);
        assertEquals(List.of(FailureCode.TERMINAL_STOPPED), terminal.closed);

        transport.add(terminal);
        await().until(() -> terminal.opened.size() == 2);
    }

    @Test
    void opensALinkAgainThatTheTerminalClosed() {
        Link link = linked(FakeReader.echoing("reader-1"));
        link.close(FailureCode.MESSAGE_UNEXPECTED);
        await().until(() -> terminal.opened.size() == 2);
        assertEquals(List.of(FailureCode.MESSAGE_UNEXPECTED), terminal.closed);

        terminal.opened.get(1).send(command(0, ReaderCommand.Action.EXCHANGE, REQB));
        await().until(() -> terminal.received.size() == 1);
        assertEquals(List.of(0L), terminal.sequences());
    }

    @Test
    void answersWhatIsNoCommandWithItsCode() {
        Link link = linked(FakeReader.echoing("reader-1"));
        ReaderAnswer answer = new ReaderAnswer(false, Bytes.EMPTY);
        link.send(Frame.of(Header.bare(answer.type(), Header.NO_SESSION, 3, Header.NONE), answer));
        await().until(() -> terminal.received.size() == 1);
        assertEquals(List.of(Failure.of(FailureCode.MESSAGE_UNEXPECTED, "")), messages());
        assertEquals(List.of(3L), replies());
    }

    @Test
    void losesOneReadersLinkWhenTheTerminalThrows() {
        Peers failing = Peers.readers((link, frame) -> {
            throw new IllegalStateException("on purpose");
        });
        transport.add(failing);
        transport.add(FakeReader.echoing("reader-1"), "fake");
        transport.add(FakeReader.echoing("reader-2"), "fake");
        await().until(() -> failing.opened.size() == 2);
        failing.opened.get(0).send(command(0, ReaderCommand.Action.EXCHANGE, REQB));

        await().until(() -> failing.opened.size() == 3);
        assertEquals(List.of(FailureCode.LINK_CLOSED), failing.closed);
        assertEquals("reader-1", failing.opened.get(2).peer());
    }

    @Test
    void takesNoReaderWhoseDriverMayTakeAsLongAsIsWaitedForIt() {
        transport.add(terminal);
        transport.add(FakeReader.echoing("reader-1"), new Driver("slow", Peers.CALL_MILLIS));
        transport.add(FakeReader.echoing("reader-2"), new Driver("fake", Peers.CALL_MILLIS - 1));

        await().until(() -> !terminal.opened.isEmpty());
        assertEquals(
                List.of("reader-2"), terminal.opened.stream().map(Link::peer).toList());
    }

    @Test
    void refusesAReaderWithoutAName() {
        assertThrows(IllegalArgumentException.class, () -> transport.add(FakeReader.echoing("no name"), "fake"));
    }

    @Test
    void callsTwoReadersAtTheSameTime() {
        CountDownLatch both = new CountDownLatch(2);
        FakeReader.Exchange meeting = (frame, timeoutMillis) -> {
            both.countDown();
            both.await();
            return Optional.of(frame);
        };
        transport.add(terminal);
        transport.add(new FakeReader("reader-1", meeting), "fake");
        transport.add(new FakeReader("reader-2", meeting), "fake");
        await().until(() -> terminal.opened.size() == 2);
        for (Link link : terminal.opened) {
            link.send(command(0, ReaderCommand.Action.EXCHANGE, REQB));
        }
        await().until(() -> terminal.received.size() == 2);
        assertFalse(messages().stream().anyMatch(Failure.class::isInstance));
    }

    @Test
    void needsNoAddress() {
        assertEquals(Endpoint.Mode.READERS, terminal.endpoint().mode());
        transport.add(terminal);
        assertThrows(IllegalStateException.class, () -> transport.boundPort("readers"));
    }

    private Link linked(FakeReader reader) {
        transport.add(terminal);
        transport.add(reader, "fake");
        await().until(() -> terminal.opened.size() == 1);
        return terminal.opened.get(0);
    }

    /** Holds the driver's thread, whatever comes. */
    private void stuck() {
        boolean waiting = true;
        while (waiting) {
            try {
                released.await();
                waiting = false;
            } catch (InterruptedException e) {
                // such drivers exist
            }
        }
    }

    private List<Message> messages() {
        List<Message> messages = new ArrayList<>();
        for (Frame frame : terminal.received) {
            try {
                messages.add(frame.message());
            } catch (WireException e) {
                throw new AssertionError(e);
            }
        }
        return messages;
    }

    private List<Long> replies() {
        return terminal.received.stream().map(frame -> frame.header().replyTo()).toList();
    }

    private static Frame command(long sequence, ReaderCommand.Action action, Bytes frame) {
        ReaderCommand command = new ReaderCommand(action, 100, frame);
        return Frame.of(Header.bare(command.type(), Header.NO_SESSION, sequence, Header.NONE), command);
    }
}
