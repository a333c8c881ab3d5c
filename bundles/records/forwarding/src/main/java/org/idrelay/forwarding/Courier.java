package org.idrelay.forwarding;

import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that takes records from the outbox to the destination, and away only after that accepted. What fails is tried
 * again behind all others, after a pause that doubles.
 */
final class Courier {

    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
    private static final long STOP_MILLIS = 10_000;

    private final String name;
    private final Outbox outbox;
    private final Destination destination;
    private final int retryMillis;
    private final int maxRetryMillis;
    private final Consumer<UUID> gone;
    private final BlockingQueue<UUID> queue = new LinkedBlockingQueue<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;

    /** @param gone is told of what waits no more, before it leaves the disk */
    Courier(
            String name,
            Outbox outbox,
            Destination destination,
            int retryMillis,
            int maxRetryMillis,
            Consumer<UUID> gone) {
        this.name = name;
        this.outbox = outbox;
        this.destination = destination;
        this.retryMillis = retryMillis;
        this.maxRetryMillis = maxRetryMillis;
        this.gone = gone;
        this.thread = new Thread(this::run, "idrelay-forwarding-" + name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void take(UUID id) {
        queue.add(id);
    }

    /** What waits stays in the outbox. */
    void stop() {
        stopped.countDown();
        thread.interrupt();
        try {
            thread.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        destination.close();
    }

    private void run() {
        long pause = 0;
        try {
            while (!stopped.await(pause, TimeUnit.MILLISECONDS)) {
                UUID id = queue.take();
                if (delivered(id)) {
                    pause = 0;
                } else {
                    queue.add(id);
                    pause = Math.min(maxRetryMillis, Math.max(retryMillis, 2 * pause));
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("Endpoint {} stopped with {} records in its outbox", name, queue.size());
        }
    }

    private boolean delivered(UUID id) throws InterruptedException {
        try {
            Optional<byte[]> json = outbox.get(id);
            if (json.isPresent()) {
                destination.send(id, json.get());
            }
            gone.accept(id);
            outbox.remove(id);
            return true;
        } catch (IOException e) {
            LOG.warn("Endpoint {} did not take a record, tried again later: {}", name, e.toString());
            return false;
        } catch (RuntimeException | LinkageError e) { // the second: the bundle of a component lacks a class
            LOG.error(
                    "Endpoint {} failed, tried again later: {}",
                    name,
                    e.getClass().getName());
            return false;
        }
    }
}
