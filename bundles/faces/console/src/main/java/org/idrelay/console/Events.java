package org.idrelay.console;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.idrelay.operations.reading.ReadingEvent;
import org.idrelay.operations.reading.ReadingListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Tells pages what happens: every event to those streams whose user may know of it. No event carries a record; a page
 * fetches it, so that each look is written down. For any thread; never blocks.
 */
@Component(
        service = {Events.class, ReadingListener.class},
        immediate = true)
public final class Events implements ReadingListener {

    private static final int HEARTBEAT_SECONDS = 10;

    private final Sessions sessions;
    private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService heartbeat =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "idrelay-console-heartbeat"));

    @Activate
    public Events(@Reference Sessions sessions) {
        this.sessions = sessions;
        var unused =
                heartbeat.scheduleWithFixedDelay(this::beat, HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
    }

    @Deactivate
    void stop() {
        heartbeat.shutdownNow();
        streams.forEach(EventStream::end);
    }

    void add(EventStream stream) {
        streams.add(stream);
        stream.whenEnded(() -> streams.remove(stream));
    }

    /** Tells those users of something. */
    void publish(Predicate<User> whom, String type, Map<String, Object> values) {
        String event = line(type, values);
        for (EventStream stream : streams) {
            if (whom.test(stream.session().user())) {
                stream.send(event);
            }
        }
    }

    /** An event as it stands in a stream. */
    static String line(String type, Map<String, Object> values) {
        return "event: %s\ndata: %s\n\n".formatted(type, Json.text(values));
    }

    /** Ends the streams of sessions that are over. */
    void endClosedSessions() {
        long now = Guard.nowMillis();
        for (EventStream stream : streams) {
            if (!sessions.isOpen(stream.session().id(), now)) {
                stream.end();
            }
        }
    }

    @Override
    public void happened(ReadingEvent event) {
        if (event instanceof ReadingEvent.CardFound found) {
            tell("card", found.reader(), Map.of("session", found.session().toString()));
        } else if (event instanceof ReadingEvent.Queued queued) {
            tell("queued", queued.reader(), Map.of("position", queued.position()));
        } else if (event instanceof ReadingEvent.Progress progress) {
            tell("progress", progress.reader(), Map.of("percent", progress.percent()));
        } else if (event instanceof ReadingEvent.ReadFailed failed) {
            Map<String, Object> values = Refusal.values(failed.code());
            values.put("retrying", failed.retrying());
            tell("failed", failed.reader(), values);
        } else if (event instanceof ReadingEvent.NotTaken left) {
            Map<String, Object> values = Refusal.values(left.code());
            values.put("sink", left.sink());
            tell("notTaken", left.reader(), values);
        } else if (event instanceof ReadingEvent.CardGone gone) {
            tell("gone", gone.reader(), Map.of());
        } else if (event instanceof ReadingEvent.ReaderChanged changed) {
            tell("reader", changed.reader(), Map.of("change", changed.change()));
        }
    }

    /** Tells those who may see the reader. */
    void tell(String type, String reader, Map<String, Object> more) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("reader", reader);
        values.putAll(more);
        publish(user -> user.maySee(reader), type, values);
    }

    private void beat() {
        endClosedSessions();
        streams.forEach(stream -> stream.send(":\n\n"));
    }
}
