package org.idrelay.reader.pn532;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.reader.ReaderException;

/**
 * Commands and answers of one PN532: each command is acknowledged, then answered. What comes too late reaches no other
 * command: after every failure, and after everything that had to be said twice, the next command is sent only when the PN532
 * has answered a harmless one, and whatever comes before that is thrown away. For one thread.
 */
final class Pn532 implements AutoCloseable {

    static final int GET_FIRMWARE_VERSION = 0x02;

    private static final int FROM_HOST = 0xD4;
    private static final int FROM_PN532 = 0xD5;
    private static final int ATTEMPTS = 3;
    private static final int ACK_MILLIS = 150;
    private static final int FIRMWARE_MILLIS = 300;

    /** How often a PN532 that fell out of step is asked for its version before it is given up. */
    private static final int STEPS_BACK = 3;

    private final SerialLine line;
    private boolean outOfStep = true;

    /** When the call that is under way must be over; empty for none, while it is looked for. */
    private OptionalLong callEnd = OptionalLong.empty();

    /** Something of the present command was said twice, so that its answer may come twice. */
    private boolean repeated;

    Pn532(SerialLine line) {
        this.line = line;
    }

    /** A call of its reader begins, whose commands may take so long all together. */
    void begin(long millis) {
        callEnd = OptionalLong.of(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis));
    }

    /** Wakes it up from low power: it hears the second 55, and wants time for its oscillator. */
    void wake() throws ReaderException {
        try {
            byte[] wake = new byte[16];
            wake[0] = 0x55;
            wake[1] = 0x55;
            line.write(wake);
        } catch (IOException e) {
            throw gone(e);
        }
    }

    /**
     * Has a command performed.
     *
     * @param timeoutMillis how long the answer may take
     * @return what follows {@code D5} and the command's code plus 1
     * @throws ReaderException READER_GONE if the port is gone, READER_TIMEOUT if no answer came, READER_FAULT if the command
     *     is unknown to it
     * @throws InterruptedException if nobody waits any more
     */
    Bytes command(int code, Bytes parameters, int timeoutMillis) throws ReaderException, InterruptedException {
        try {
            if (outOfStep) {
                stepBack();
            }
            outOfStep = true;
            repeated = false;
            Bytes answer = perform(code, parameters, timeoutMillis);
            outOfStep = repeated;
            return answer;
        } catch (IOException e) {
            throw gone(e);
        }
    }

    @Override
    public void close() {
        line.close();
    }

    /** Ends what it may be doing, and reads until it answers the one command that nobody else has asked for. */
    private void stepBack() throws IOException, ReaderException, InterruptedException {
        for (int attempt = 1; attempt <= STEPS_BACK && isTimeLeft(); attempt++) {
            line.write(Pn532Frame.ACK.encoded());
            line.write(frame(GET_FIRMWARE_VERSION, Bytes.EMPTY).encoded());
            if (await(GET_FIRMWARE_VERSION, FIRMWARE_MILLIS).isPresent()) {
                return;
            }
        }
        throw new ReaderException(FailureCode.READER_TIMEOUT, "the PN532 does not answer");
    }

    private Bytes perform(int code, Bytes parameters, int timeoutMillis)
            throws IOException, ReaderException, InterruptedException {
        Pn532Frame command = frame(code, parameters);
        for (int attempt = 1; attempt <= ATTEMPTS && isTimeLeft(); attempt++) {
            repeated |= attempt > 1;
            line.write(command.encoded());
            Optional<Pn532Frame> heard = Pn532Frame.read(line, deadline(ACK_MILLIS));
            if (heard.isPresent() && heard.get().kind() == Pn532Frame.Kind.ACK) {
                return await(code, timeoutMillis)
                        .orElseThrow(() ->
                                new ReaderException(FailureCode.READER_TIMEOUT, "no answer from the PN532 in time"));
            }
            if (heard.isPresent() && heard.get().kind() == Pn532Frame.Kind.ERROR) {
                throw new ReaderException(FailureCode.READER_FAULT, "the PN532 knows no command %02X".formatted(code));
            }
        }
        throw new ReaderException(FailureCode.READER_TIMEOUT, "the PN532 acknowledges nothing");
    }

    /** The answer to that command; one that came broken is asked for again. */
    private Optional<Bytes> await(int code, int timeoutMillis)
            throws IOException, ReaderException, InterruptedException {
        long deadline = deadline(timeoutMillis);
        int broken = 0;
        while (true) {
            Optional<Pn532Frame> heard = Pn532Frame.read(line, deadline);
            if (heard.isEmpty()) {
                return Optional.empty();
            }
            Pn532Frame frame = heard.get();
            switch (frame.kind()) {
                case BROKEN -> {
                    broken++;
                    repeated = true;
                    if (broken > ATTEMPTS) {
                        throw new ReaderException(FailureCode.READER_FAULT, "every answer of the PN532 came broken");
                    }
                    line.write(Pn532Frame.NACK.encoded());
                }
                case ERROR ->
                    throw new ReaderException(
                            FailureCode.READER_FAULT, "the PN532 refused command %02X".formatted(code));
                case DATA -> {
                    Bytes data = frame.data();
                    if (data.length() >= 2 && data.at(0) == FROM_PN532 && data.at(1) == code + 1) {
                        return Optional.of(data.from(2));
                    }
                }
                case ACK, NACK -> {
                    // of an earlier command
                }
            }
        }
    }

    private static Pn532Frame frame(int code, Bytes parameters) {
        return Pn532Frame.of(Bytes.of((byte) FROM_HOST, (byte) code).plus(parameters));
    }

    private long deadline(int millis) {
        long now = System.nanoTime();
        long nanos = TimeUnit.MILLISECONDS.toNanos(millis);
        return now + (callEnd.isPresent() ? Math.min(nanos, callEnd.getAsLong() - now) : nanos);
    }

    private boolean isTimeLeft() {
        return callEnd.isEmpty() || callEnd.getAsLong() - System.nanoTime() > 0;
    }

    private static ReaderException gone(IOException e) {
        return new ReaderException(FailureCode.READER_GONE, "the serial port is gone", e);
    }
}
