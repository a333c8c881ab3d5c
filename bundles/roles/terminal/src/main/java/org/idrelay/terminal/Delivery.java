package org.idrelay.terminal;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.idrelay.api.FailureCode;
import org.idrelay.api.record.CardPresence;
import org.idrelay.api.record.IdentityRecord;
import org.idrelay.api.record.RecordSink;
import org.idrelay.api.record.SinkResult;
import org.idrelay.operations.reading.ReadingEvent;
import org.idrelay.operations.reading.ReadingListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands records to every sink and events to every listener, each on a thread of its own, so that none can hold up a read
 * or another. Callable on any thread, never blocks.
 */
final class Delivery {

    private static final Logger log = LoggerFactory.getLogger(Delivery.class);

    private final List<Receiver<RecordSink>> sinks = new CopyOnWriteArrayList<>();
    private final List<Receiver<ReadingListener>> listeners = new CopyOnWriteArrayList<>();

    void add(RecordSink sink) {
        sinks.add(new Receiver<>(sink));
    }

    void remove(RecordSink sink) {
        remove(sinks, sink);
    }

    void add(ReadingListener listener) {
        listeners.add(new Receiver<>(listener));
    }

    void remove(ReadingListener listener) {
        remove(listeners, listener);
    }

    void tell(ReadingEvent event) {
        for (Receiver<ReadingListener> listener : listeners) {
            listener.give(to -> tell(to, event), () -> log.warn("a listener takes no more events"));
        }
    }

    /** Tells the listeners and gives the record to every sink. */
    void deliver(IdentityRecord record, CardPresence presence, UUID session, long verifier) {
        String reader = presence.reader();
        tell(new ReadingEvent.RecordRead(reader, session, verifier, presence, record));
        if (sinks.isEmpty()) {
            log.warn("session {}: a record was read, but there is neither a display nor a store", session);
            tell(new ReadingEvent.NotTaken(reader, session, "", FailureCode.NO_SINK));
        }
        for (Receiver<RecordSink> sink : sinks) {
            sink.give(
                    to -> failureOf(to, record, presence)
                            .ifPresent(code -> tell(new ReadingEvent.NotTaken(reader, session, to.name(), code))),
                    () -> {
                        log.error("a sink takes no more records");
                        tell(new ReadingEvent.NotTaken(reader, session, "", FailureCode.SINK_FAILED));
                    });
        }
    }

    /** Lets go of all sinks and listeners. */
    void close() {
        closeAll(sinks, List.copyOf(sinks));
        closeAll(listeners, List.copyOf(listeners));
    }

    /** A throwable's text may hold what it was thrown about: only its class is logged. */
    private static Optional<FailureCode> failureOf(RecordSink sink, IdentityRecord record, CardPresence presence) {
        try {
            SinkResult result = sink.deliver(record, presence);
            if (result instanceof SinkResult.Failed failed) {
                log.error("sink {} did not take a record: {}", sink.name(), failed.code());
                return Optional.of(failed.code());
            }
            return Optional.empty();
        } catch (RuntimeException e) {
            log.error("sink {} threw {}", sink.name(), e.getClass().getName());
            return Optional.of(FailureCode.SINK_FAILED);
        }
    }

    private static void tell(ReadingListener listener, ReadingEvent event) {
        try {
            listener.happened(event);
        } catch (RuntimeException e) {
            log.warn("a listener threw {}", e.getClass().getName());
        }
    }

    private static <T> void remove(List<Receiver<T>> receivers, T service) {
        List<Receiver<T>> gone =
                receivers.stream().filter(receiver -> receiver.is(service)).toList();
        closeAll(receivers, gone);
    }

    private static <T> void closeAll(List<Receiver<T>> receivers, List<Receiver<T>> gone) {
        receivers.removeAll(gone);
        gone.forEach(Receiver::close);
    }
}
