package org.idrelay.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread that serves any number of channels, and does what it is given now or later. Callable on any thread. */
public final class SelectorLoop implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SelectorLoop.class);

    /** Who owns a channel; called on the loop. */
    interface Served {

        /** The channel can be used in one of the ways that it waited for. */
        void ready(SelectionKey key) throws IOException;

        /** Using it failed: it is to be closed. */
        void failed(IOException e);
    }

    private record Timer(long dueNanos, Runnable action) {}

    private final Selector selector;
    private final Thread thread;
    private final Queue<Runnable> given = new ConcurrentLinkedQueue<>();

    /** Compared by difference, as {@link System#nanoTime} wants. */
    private final PriorityQueue<Timer> timers = new PriorityQueue<>(Comparator.comparingLong(this::fromBegin));

    private final long begin = System.nanoTime();
    private final AtomicLong broken = new AtomicLong();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile boolean closed;

    /** Starts its thread. */
    public SelectorLoop(String name) throws IOException {
        selector = Selector.open();
        thread = new Thread(this::serve, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Does something on the loop, soon. */
    void later(Runnable action) {
        given.add(action);
        selector.wakeup();
    }

    /** Does something on the loop after a time. */
    void after(long nanos, Runnable action) {
        long due = System.nanoTime() + nanos;
        if (onLoop()) {
            timers.add(new Timer(due, action));
        } else {
            later(() -> timers.add(new Timer(due, action)));
        }
    }

    /** Does something on the loop, and returns when it is done; a loop that was closed does nothing. */
    void now(Runnable action) {
        if (onLoop()) {
            action.run();
            return;
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        later(() -> {
            try {
                action.run();
                done.complete(null);
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        CompletableFuture.anyOf(done, ended).join();
    }

    /** Serves a channel from now on. On the loop only. */
    SelectionKey serve(SelectableChannel channel, int ops, Served owner) throws IOException {
        channel.configureBlocking(false);
        return channel.register(selector, ops, owner);
    }

    /** How many of its actions failed by a mistake of ours; the log has them. */
    public long broken() {
        return broken.get();
    }

    /** Closes every channel that it serves. Returns when the thread has ended, unless called on it. */
    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        if (!onLoop()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean onLoop() {
        return Thread.currentThread() == thread;
    }

    private long fromBegin(Timer timer) {
        return timer.dueNanos - begin;
    }

    private void serve() {
        try (selector) {
            while (!closed) {
                selector.select(this::ready, millisToWait());
                runGiven();
                runDue();
            }
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            closed = true;
            ended.complete(null);
        }
    }

    /** Zero is for ever. */
    private long millisToWait() {
        Timer first = timers.peek();
        if (first == null) {
            return 0;
        }
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(first.dueNanos - System.nanoTime()));
    }

    private void ready(SelectionKey key) {
        if (!key.isValid()) {
            return;
        }
        Served owner = (Served) key.attachment();
        guarded(() -> {
            try {
                owner.ready(key);
            } catch (IOException e) {
                owner.failed(e);
            }
        });
    }

    private void runGiven() {
        for (Runnable action = given.poll(); action != null; action = given.poll()) {
            guarded(action);
        }
    }

    private void runDue() {
        while (!timers.isEmpty() && timers.peek().dueNanos - System.nanoTime() <= 0) {
            guarded(timers.remove().action);
        }
    }

    private void guarded(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            broken.incrementAndGet();
            log.error("an action of the loop failed", e);
        }
    }
}
