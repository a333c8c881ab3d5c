package org.idrelay.simulator;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.reader.CardReader;
import org.idrelay.api.reader.ReaderException;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * A simulated type B reader: a field that cards are put into and lifted from, and faults on demand. Cards and faults change
 * on any thread, also in the middle of an exchange.
 */
@Component(
        service = {CardReader.class, SimulatedReader.class},
        configurationPid = "org.idrelay.simulator.reader",
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        property = "driver=simulated")
@Designate(ocd = SimulatedReader.Config.class, factory = true)
public final class SimulatedReader implements CardReader {

    @ObjectClassDefinition(name = "IdRelay simulated reader")
    @interface Config {
        @AttributeDefinition(description = "The reader's name")
        String name() default "reader-1";
    }

    /** What can go wrong with the next exchange. */
    public enum Fault {
        /** The card's answer is lost on air. */
        SILENCE,
        /** A bit of the answer flips: its CRC_B is wrong. */
        GARBAGE,
        /** The answer's last byte is missing. */
        TRUNCATION,
        /** The reader reports an error of its own. */
        ERROR,
        /** The driver does not come back until it is interrupted. */
        STALL
    }

    private final String name;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private @Nullable SimulatedCard card;
    private @Nullable Fault fault;
    private int faultsLeft;
    private boolean field;
    private boolean leaving;
    private int framesUntilLeaving;
    private long exchanges;

    @Activate
    public SimulatedReader(Config config) {
        this(config.name());
    }

    /** An empty reader with its field off. */
    public SimulatedReader(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    /** Puts a card into the field, in place of any other. */
    public void insert(SimulatedCard inserted) {
        lock.lock();
        try {
            lift();
            leaving = false;
            card = inserted;
        } finally {
            lock.unlock();
        }
    }

    /** Takes the card out of the field; no effect if there is none. */
    public void lift() {
        lock.lock();
        try {
            if (card != null) {
                card.powerDown();
                card = null;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes the card out of the field once it has answered so many more frames; a new card stays. */
    public void liftAfter(int frames) {
        lock.lock();
        try {
            leaving = true;
            framesUntilLeaving = frames;
        } finally {
            lock.unlock();
        }
    }

    /** How often something was sent on air, whether or not a card answered. */
    public long exchanges() {
        lock.lock();
        try {
            return exchanges;
        } finally {
            lock.unlock();
        }
    }

    /** Whether a card lies in the field. */
    public boolean hasCard() {
        lock.lock();
        try {
            return card != null;
        } finally {
            lock.unlock();
        }
    }

    /** Lets the next exchanges suffer a fault; 0 mends. */
    public void fault(Fault next, int exchanges) {
        lock.lock();
        try {
            fault = next;
            faultsLeft = exchanges;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void field(boolean on) throws ReaderException {
        lock.lock();
        try {
            field = on;
            if (!on && card != null) {
                card.powerDown();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<Bytes> exchange(Bytes frame, int timeoutMillis) throws ReaderException, InterruptedException {
        lock.lockInterruptibly();
        try {
            exchanges++;
            Fault now = faultsLeft > 0 ? fault : null;
            if (now != null) {
                faultsLeft--;
            }
            if (now == Fault.ERROR) {
                throw new ReaderException(FailureCode.READER_FAULT, "simulated error of the reader");
            }
            while (now == Fault.STALL) {
                changed.await();
            }
            Optional<Bytes> answer = answer(frame);
            Optional<Bytes> heard = answer.flatMap(bytes -> spoil(bytes, now));
            if (heard.isEmpty()) {
                silence(timeoutMillis);
            }
            return heard;
        } finally {
            lock.unlock();
        }
    }

    private Optional<Bytes> answer(Bytes frame) {
        if (leaving && framesUntilLeaving == 0) {
            lift();
        }
        Optional<Bytes> answer = field && card != null ? card.receive(frame) : Optional.empty();
        if (answer.isPresent() && leaving) {
            framesUntilLeaving--;
        }
        return answer;
    }

    private static Optional<Bytes> spoil(Bytes answer, @Nullable Fault fault) {
        if (fault == null) {
            return Optional.of(answer);
        }
        return switch (fault) {
            case SILENCE, ERROR, STALL -> Optional.empty();
            case GARBAGE -> {
                byte[] bytes = answer.toArray();
                bytes[0] ^= 1;
                yield Optional.of(Bytes.of(bytes));
            }
            case TRUNCATION -> Optional.of(answer.slice(0, answer.length() - 1));
        };
    }

    /** A reader listens for as long as the card may take. */
    private void silence(int timeoutMillis) throws InterruptedException {
        long left = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        while (left > 0) {
            left = changed.awaitNanos(left);
        }
    }
}
