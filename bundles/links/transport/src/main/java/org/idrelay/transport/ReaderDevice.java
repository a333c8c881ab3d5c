package org.idrelay.transport;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.reader.CardReader;
import org.idrelay.api.reader.DescribedReader;
import org.idrelay.api.reader.ReaderException;
import org.idrelay.wire.Failure;
import org.idrelay.wire.Message;
import org.idrelay.wire.ReaderAnswer;
import org.idrelay.wire.ReaderCommand;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A reader, and the one thread that calls its driver: one call at a time, in the order of the commands. */
final class ReaderDevice {

    private static final Logger log = LoggerFactory.getLogger(ReaderDevice.class);
    private static final int STOP_MILLIS = 1000;

    private final CardReader reader;
    private final String name;
    private final String driver;
    private final ExecutorService thread;

    ReaderDevice(CardReader reader, String driver) {
        this.reader = reader;
        this.driver = driver;
        name = reader.name();
        thread = Executors.newSingleThreadExecutor(run -> {
            Thread device = new Thread(run, "idrelay-reader-" + name);
            device.setDaemon(true);
            return device;
        });
    }

    String name() {
        return name;
    }

    /** The driver's name, and what the reader says of itself. */
    String driver() {
        return reader instanceof DescribedReader described ? driver + ": " + described.description() : driver;
    }

    /**
     * Has the driver perform a command, in its turn.
     *
     * @param answer gets a ReaderAnswer or a Failure, on the device's thread
     * @return interrupts the call when it is cancelled, or leaves it out
     */
    Future<?> perform(ReaderCommand command, Consumer<Message> answer) {
        return thread.submit(() -> answer.accept(perform(command)));
    }

    /** Interrupts the driver and returns once it has ended its call, or does not. Not for the event loop. */
    void stop() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(STOP_MILLIS, TimeUnit.MILLISECONDS)) {
                log.warn("reader {}: its driver ({}) does not end its last call", name, driver);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Message perform(ReaderCommand command) {
        try {
            switch (command.action()) {
                case EXCHANGE -> {
                    Optional<Bytes> answer = reader.exchange(command.frame(), command.timeoutMillis());
                    return new ReaderAnswer(answer.isPresent(), answer.orElse(Bytes.EMPTY));
                }
                case FIELD_ON -> reader.field(true);
                case FIELD_OFF -> reader.field(false);
            }
            return new ReaderAnswer(false, Bytes.EMPTY);
        } catch (ReaderException e) {
            return Failure.of(e.code(), Objects.requireNonNullElse(e.getMessage(), ""));
        } catch (InterruptedException e) {
            return Failure.of(FailureCode.READER_TIMEOUT, "");
        } catch (RuntimeException | LinkageError e) {
            log.error("reader {}: its driver ({}) failed: {}", name, driver, RoleCall.where(e));
            return Failure.of(FailureCode.READER_FAULT, e.getClass().getSimpleName());
        }
    }
}
