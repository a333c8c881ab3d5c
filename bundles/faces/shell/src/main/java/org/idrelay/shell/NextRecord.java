package org.idrelay.shell;

import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.idrelay.operations.reading.ReadingEvent;
import org.idrelay.operations.reading.ReadingListener;
import org.jspecify.annotations.Nullable;

/** Hears the terminal's events on its thread, and lets another thread wait for the next record. */
final class NextRecord implements ReadingListener {

    private final @Nullable String reader;
    private final BlockingQueue<ReadingEvent> heard = new LinkedBlockingQueue<>();

    /** Waits for a record of that reader; of any if null. */
    NextRecord(@Nullable String reader) {
        this.reader = reader;
    }

    @Override
    public void happened(ReadingEvent event) {
        if (reader == null || reader.equals(event.reader())) {
            heard.add(event);
        }
    }

    /**
     * Waits, and tells of failures meanwhile.
     *
     * @param timeoutSeconds how long to wait; 0 = without end
     * @return empty if the time is over
     */
    Optional<ReadingEvent.RecordRead> await(int timeoutSeconds, PrintStream out) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(timeoutSeconds);
        while (true) {
            ReadingEvent event =
                    timeoutSeconds == 0 ? heard.take() : heard.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (event == null) {
                return Optional.empty();
            }
            if (event instanceof ReadingEvent.RecordRead read) {
                return Optional.of(read);
            }
            if (event instanceof ReadingEvent.ReadFailed failed) {
                out.println("%s: %s. %s %s%s"
                        .formatted(
                                failed.reader(),
                                failed.code(),
                                failed.code().cause(),
                                failed.code().remedy(),
                                failed.retrying() ? " Reading again." : ""));
            }
        }
    }
}
