package org.idrelay.terminal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.idrelay.api.FailureCode;
import org.idrelay.api.record.CardPresence;
import org.idrelay.api.record.IdentityRecord;
import org.idrelay.api.record.RecordSink;
import org.idrelay.api.record.SinkResult;
import org.idrelay.link.ManualLoop;
import org.idrelay.operations.reading.ReaderStatus;
import org.idrelay.operations.reading.ReadingEvent;
import org.idrelay.operations.reading.ReadingEvent.ReadFailed;
import org.idrelay.secrecy.Keyring;

/** A whole terminal on a bench: one event loop in the test's hand, a server, and readers as needed. */
final class TerminalBench implements AutoCloseable {

    /** A delivery that a sink took. */
    record Delivered(IdentityRecord record, CardPresence presence) {}

    final ManualLoop loop = new ManualLoop();
    final Terminal terminal;
    final TerminalsServer server;
    final List<Delivered> delivered = new CopyOnWriteArrayList<>();
    final List<ReadingEvent> events = new CopyOnWriteArrayList<>();
    private final List<FakeReader> readers = new ArrayList<>();

    TerminalBench() {
        this(TerminalSettings.defaults("t-01", "127.0.0.1:1"));
    }

    TerminalBench(TerminalSettings settings) {
        this(settings, new Keyring());
    }

    TerminalBench(TerminalSettings settings, Keyring keyring) {
        terminal = new Terminal(settings, keyring);
        server = new TerminalsServer(loop, terminal.handlers().get(0));
        terminal.handlers().forEach(handler -> handler.started(loop));
        terminal.addSink(new RecordSink() {
            @Override
            public String name() {
                return "bench";
            }

            @Override
            public SinkResult deliver(IdentityRecord record, CardPresence presence) {
                delivered.add(new Delivered(record, presence));
                return new SinkResult.Taken();
            }
        });
        terminal.addListener(events::add);
        server.open();
    }

    /** A reader that is plugged in. */
    FakeReader reader(String name) {
        FakeReader reader = new FakeReader(name, loop, terminal.handlers().get(1));
        readers.add(reader);
        reader.plugIn();
        return reader;
    }

    ReaderStatus status(String reader) {
        return terminal.readers().stream()
                .filter(status -> status.name().equals(reader))
                .findFirst()
                .orElseThrow();
    }

    String state(String reader) {
        return status(reader).state();
    }

    /** Lets time pass in small steps until the reader is in that state. */
    void until(String reader, String state) {
        for (int i = 0; i < 60_000; i++) {
            if (state(reader).equals(state)) {
                return;
            }
            loop.pass(1);
        }
        throw new AssertionError("%s is %s, never %s".formatted(reader, state(reader), state));
    }

    /** Lets time pass as it does, for what workers do meanwhile, until it is so. */
    void until(BooleanSupplier done) {
        Awaitility.await()
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> {
                    loop.pass(1);
                    return done.getAsBoolean();
                });
    }

    /** The codes of all failed sessions, in order, once listeners were told of those that the readers count. */
    List<FailureCode> failures() {
        Awaitility.await()
                .until(() -> failed().size()
                        >= terminal.readers().stream()
                                .mapToLong(reader -> reader.tally().failures())
                                .sum());
        return failed().stream().map(ReadFailed::code).toList();
    }

    List<ReadFailed> failed() {
        return events.stream()
                .filter(ReadFailed.class::isInstance)
                .map(ReadFailed.class::cast)
                .toList();
    }

    @Override
    public void close() {
        terminal.close();
    }
}
