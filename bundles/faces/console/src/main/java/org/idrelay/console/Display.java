package org.idrelay.console;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.idrelay.api.record.CardPresence;
import org.idrelay.api.record.IdentityRecord;
import org.idrelay.api.record.RecordSink;
import org.idrelay.api.record.SinkResult;
import org.idrelay.operations.reading.ReadingEvent;
import org.idrelay.operations.reading.ReadingListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Holds the one record of each reader that may be looked at now, and forgets it in time: after {@code maskSeconds}, some
 * time after its card has left, or when the next card comes or the reader stops. Told by the terminal on its threads; asked by any.
 */
@Component(
        service = {Display.class, RecordSink.class, ReadingListener.class},
        immediate = true)
public final class Display implements RecordSink, ReadingListener {

    private final Map<String, Shown> shown = new HashMap<>();

    /** The last card at each reader, so that a repeated delivery is not shown again, not even when it was forgotten. */
    private final Map<String, UUID> latest = new HashMap<>();

    private final long maskMillis;
    private final long goneMillis;
    private final Events events;
    private final LongSupplier clock;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "idrelay-console-mask"));

    /**
     * A record that may be looked at.
     *
     * @param untilMillis when it is forgotten
     * @param cardIsGone whether its card has left
     * @param lookers the users who looked at it
     */
    record Shown(
            CardPresence presence, IdentityRecord record, long untilMillis, boolean cardIsGone, Set<String> lookers) {

        /** How long it may still be looked at, rounded up. */
        long secondsLeft(long nowMillis) {
            return Math.max(0, (untilMillis - nowMillis + 999) / 1000);
        }

        /** Never what the record holds. */
        @Override
        public String toString() {
            return "shown at " + presence.reader();
        }
    }

    @Activate
    public Display(@Reference ConsoleSettings settings, @Reference Events events) {
        this(settings.maskAfter(), settings.maskAfterCardGone(), events, Guard::nowMillis);
    }

    Display(Duration mask, Duration gone, Events events, LongSupplier clock) {
        this.maskMillis = mask.toMillis();
        this.goneMillis = gone.toMillis();
        this.events = events;
        this.clock = clock;
    }

    @Deactivate
    void stop() {
        timer.shutdownNow();
    }

    @Override
    public String name() {
        return "console";
    }

    @Override
    public synchronized SinkResult deliver(IdentityRecord record, CardPresence presence) {
        if (!presence.id().equals(latest.put(presence.reader(), presence.id()))) {
            long now = clock.getAsLong();
            Shown fresh = new Shown(presence, record, now + maskMillis, false, ConcurrentHashMap.newKeySet());
            shown.put(presence.reader(), fresh);
            maskAfter(maskMillis);
            events.tell("record", presence.reader(), values(fresh, now));
        }
        return new SinkResult.Taken();
    }

    @Override
    public synchronized void happened(ReadingEvent event) {
        Shown current = shown.get(event.reader());
        if (current == null) {
            return;
        }
        long now = clock.getAsLong();
        if (event instanceof ReadingEvent.CardGone && !current.cardIsGone()) {
            long until = Math.min(current.untilMillis(), now + goneMillis);
            Shown closing = new Shown(current.presence(), current.record(), until, true, current.lookers());
            shown.put(event.reader(), closing);
            maskAfter(until - now);
            events.tell("closing", event.reader(), values(closing, now));
        } else if (event instanceof ReadingEvent.CardFound && current.cardIsGone()) {
            forget(event.reader());
        } else if (event instanceof ReadingEvent.ReaderChanged) {
            forget(event.reader());
        }
    }

    /** The record that may be looked at now. */
    synchronized Optional<Shown> at(String reader) {
        maskDue();
        return Optional.ofNullable(shown.get(reader));
    }

    /** What a page that connects missed: the records that may be looked at now, without what they hold. */
    synchronized void greet(EventStream stream) {
        maskDue();
        for (Shown current : List.copyOf(shown.values())) {
            String reader = current.presence().reader();
            if (stream.session().user().maySee(reader)) {
                Map<String, Object> values = new LinkedHashMap<>();
                values.put("reader", reader);
                values.putAll(values(current, clock.getAsLong()));
                stream.send(Events.line("record", values));
                if (current.cardIsGone()) {
                    stream.send(Events.line("closing", values));
                }
            }
        }
    }

    /** Forgets the record at a reader, if there is one. */
    synchronized void hide(String reader) {
        if (shown.containsKey(reader)) {
            forget(reader);
        }
    }

    /** Forgets what is due. */
    synchronized void maskDue() {
        long now = clock.getAsLong();
        shown.values().stream()
                .filter(current -> current.untilMillis() <= now)
                .map(current -> current.presence().reader())
                .toList()
                .forEach(this::forget);
    }

    private void forget(String reader) {
        shown.remove(reader);
        events.tell("masked", reader, Map.of());
    }

    private void maskAfter(long millis) {
        var unused = timer.schedule(this::maskDue, millis, TimeUnit.MILLISECONDS);
    }

    private static Map<String, Object> values(Shown current, long nowMillis) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("presence", current.presence().id().toString());
        values.put("secondsLeft", current.secondsLeft(nowMillis));
        return values;
    }
}
