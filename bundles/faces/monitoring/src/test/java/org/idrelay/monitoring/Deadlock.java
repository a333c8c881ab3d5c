package org.idrelay.monitoring;

import java.time.Duration;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.locks.ReentrantLock;
import org.awaitility.Awaitility;

/** Two threads, each of which waits for what the other holds, until they are let go. */
final class Deadlock {

    private final ReentrantLock one = new ReentrantLock();
    private final ReentrantLock other = new ReentrantLock();
    private final CyclicBarrier bothHold = new CyclicBarrier(2);
    private final Thread first = start(one, other);
    private final Thread second = start(other, one);

    Deadlock() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> one.hasQueuedThread(second) && other.hasQueuedThread(first));
    }

    private Thread start(ReentrantLock held, ReentrantLock wanted) {
        Thread thread = new Thread(() -> {
            held.lock();
            try {
                bothHold.await();
                wanted.lockInterruptibly();
                wanted.unlock();
            } catch (Exception e) {
                Thread.currentThread().interrupt();
            } finally {
                held.unlock();
            }
        });
        thread.start();
        return thread;
    }

    void letGo() throws InterruptedException {
        first.interrupt();
        first.join();
        second.join();
    }
}
