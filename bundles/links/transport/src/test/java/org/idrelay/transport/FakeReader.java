package org.idrelay.transport;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.idrelay.api.Bytes;
import org.idrelay.api.reader.CardReader;
import org.idrelay.api.reader.ReaderException;

/** A reader whose driver does what a test wants. */
final class FakeReader implements CardReader {

    /** What the driver does with a frame. */
    interface Exchange {
        Optional<Bytes> answer(Bytes frame, int timeoutMillis) throws ReaderException, InterruptedException;
    }

    final List<Thread> threads = new CopyOnWriteArrayList<>();
    final List<Boolean> switched = new CopyOnWriteArrayList<>();

    private final String name;
    private final Exchange exchange;

    FakeReader(String name, Exchange exchange) {
        this.name = name;
        this.exchange = exchange;
    }

    /** Sends every frame back. */
    static FakeReader echoing(String name) {
        return new FakeReader(name, (frame, timeoutMillis) -> Optional.of(frame));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void field(boolean on) {
        threads.add(Thread.currentThread());
        switched.add(on);
    }

    @Override
    public Optional<Bytes> exchange(Bytes frame, int timeoutMillis) throws ReaderException, InterruptedException {
        threads.add(Thread.currentThread());
        return exchange.answer(frame, timeoutMillis);
    }
}
